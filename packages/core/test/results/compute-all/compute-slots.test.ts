import { expect, test } from "vitest";
import { ComputeSlots } from "../../../src/results/compute-all/compute-slots.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Takes a slot, and notes when it is given. */
function taking(slots: ComputeSlots, name: string, log: string[], withinMs?: number) {
  return slots.take(withinMs).then((slot) => {
    log.push(slot ? name : `${name} none`);
    return slot;
  });
}

test("no more slots are given than there are, in the order of the calls", async () => {
  const slots = new ComputeSlots(2);
  const log: string[] = [];
  const taken = ["a", "b", "c", "d"].map((name) => taking(slots, name, log));
  await settled();
  expect(log).toEqual(["a", "b"]);
  const first = await taken[0];
  first?.release();
  first?.release();
  await settled();
  expect(log).toEqual(["a", "b", "c"]);
  (await taken[1])?.release();
  (await taken[2])?.release();
  await settled();
  expect(log).toEqual(["a", "b", "c", "d"]);
  const fifth = await slots.take(0);
  expect(await slots.take(0)).toBeUndefined();
  fifth?.release();
  expect(await slots.take(0)).toEqual({ release: expect.any(Function) });
});

test("a slot that is occupied while none is free is taken from those that follow", async () => {
  const slots = new ComputeSlots(1);
  const log: string[] = [];
  const [held, extra] = [slots.occupy(), slots.occupy()];
  void taking(slots, "next", log);
  held.release();
  await settled();
  expect(log).toEqual([]);
  extra.release();
  await settled();
  expect(log).toEqual(["next"]);
});

test("a wait ends after its time, and the slot goes to the next", async () => {
  const slots = new ComputeSlots(1);
  const log: string[] = [];
  const held = slots.occupy();
  const [short, long] = [taking(slots, "short", log, 5), taking(slots, "long", log, 60_000)];
  await short;
  expect(log).toEqual(["short none"]);
  held.release();
  const given = await long;
  expect(log).toEqual(["short none", "long"]);
  expect(await slots.take(0)).toBeUndefined();
  given?.release();
  expect(await slots.take(0)).toEqual({ release: expect.any(Function) });
});
