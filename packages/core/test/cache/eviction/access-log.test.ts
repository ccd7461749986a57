import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { AccessLog, NOTE_MS } from "../../../src/cache/eviction/access-log.ts";

interface Written {
  readonly keys: readonly string[];
  readonly now: number;
}

function logOf(fail = false): { log: AccessLog; written: Written[]; clock: { time: number } } {
  const written: Written[] = [];
  const clock = { time: 1_000 };
  const write = async (keys: readonly string[], now: number): Promise<void> => {
    written.push({ keys, now });
    if (fail) throw new Error("no");
  };
  return { log: new AccessLog({ now: () => clock.time }, write), written, clock };
}

test("uses are written together, each entry once a period", async () => {
  const { log, written, clock } = logOf();
  for (const key of ["a", "b", "a"]) log.note(key);
  expect(written).toEqual([]);
  await log.flush();
  clock.time += NOTE_MS - 1;
  log.note("a");
  await log.flush();
  clock.time += 1;
  log.note("a");
  await log.flush();
  expect(written).toEqual([
    { keys: ["a", "b"], now: 1_000 },
    { keys: ["a"], now: 1_000 + NOTE_MS },
  ]);
});

test("a clock that is set back starts a new period, too", async () => {
  const { log, written, clock } = logOf();
  log.note("a");
  clock.time -= NOTE_MS;
  log.note("a");
  await log.flush();
  expect(written[0]?.keys).toEqual(["a", "a"]);
});

test("a thousand uses are written at once, fewer within a second", async () => {
  const { log, written } = logOf();
  for (let i = 0; i < 999; i++) log.note(`${i}`);
  expect(written).toEqual([]);
  log.note("999");
  expect(written[0]?.keys).toHaveLength(1_000);
  log.note("later");
  while (written.length < 2) await delay(20);
  expect(written[1]?.keys).toEqual(["later"]);
});

test("a failure is not reported, and nothing is written without a use", async () => {
  const { log, written } = logOf(true);
  await log.flush();
  expect(written).toEqual([]);
  log.note("a");
  await log.flush();
  expect(written).toHaveLength(1);
});
