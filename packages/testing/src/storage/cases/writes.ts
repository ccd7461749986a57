import { assert, expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { CREATED, dataOf, removalOf, revisionOf, writeOf } from "../records.ts";

const LATER = "2026-02-02T00:00:00.000Z";

/** `write` with each condition, creation times, and revisions. */
export function writeCases(suite: StorageSuite): void {
  suite.case("an unconditional write replaces, and keeps the creation time", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    const [outcome] = await storage.write("results", [writeOf("a", 2, "any", { createdAt: LATER, updatedAt: LATER })]);
    expect(outcome).toMatchObject({ written: true });
    expect(await storage.read("results", ["a"])).toMatchObject([{ data: 2, createdAt: CREATED, updatedAt: LATER }]);
  });

  suite.case("'absent' writes only if no record exists, else gives the existing one", async ({ storage }) => {
    expect(await storage.write("results", [writeOf("a", 1, "absent")])).toMatchObject([{ written: true }]);
    expect(await storage.write("results", [writeOf("a", 2, "absent")])).toMatchObject([
      { written: false, found: { data: 1, createdAt: CREATED } },
    ]);
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([1]);
  });

  suite.case("an expired record is absent, and its creation time is not kept", async ({ storage, clock }) => {
    await storage.write("results", [writeOf("a", 1, "any", { expiresAt: clock.now() + 1000 })]);
    const stale = await revisionOf(storage, "a");
    clock.advance(1);
    const renewed = { createdAt: LATER, updatedAt: LATER };
    expect(await storage.write("results", [writeOf("a", 2, { unchanged: stale }, renewed)])).toEqual([
      { written: false, found: undefined },
    ]);
    expect(await storage.write("results", [writeOf("a", 3, "absent", renewed)])).toMatchObject([{ written: true }]);
    expect(await storage.read("results", ["a"])).toMatchObject([{ data: 3, createdAt: LATER }]);
  });

  suite.case("'unchanged' writes only over the revision that was read", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    const first = await revisionOf(storage, "a");
    expect(await storage.write("results", [writeOf("a", 2, { unchanged: first })])).toMatchObject([{ written: true }]);
    expect(await storage.write("results", [writeOf("a", 3, { unchanged: first })])).toMatchObject([
      { written: false, found: { data: 2 } },
    ]);
    await storage.remove("results", [removalOf("a")]);
    expect(await storage.write("results", [writeOf("a", 4, { unchanged: first })])).toEqual([
      { written: false, found: undefined },
    ]);
    expect(await storage.read("results", ["a"])).toEqual([undefined]);
  });

  suite.case("revisions of a write, a read and a refused write are the same", async ({ storage }) => {
    const [written] = await storage.write("results", [writeOf("a", 1)]);
    assert(written?.written === true);
    const [afterWrite] = await storage.write("results", [writeOf("a", 2, { unchanged: written.revision })]);
    expect(afterWrite).toMatchObject({ written: true });
    const [refused] = await storage.write("results", [writeOf("a", 3, "absent")]);
    assert(refused?.written === false && refused.found !== undefined);
    const [afterRefusal] = await storage.write("results", [writeOf("a", 4, { unchanged: refused.found.revision })]);
    expect(afterRefusal).toMatchObject({ written: true });
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([4]);
  });

  suite.case("a record that only differs in its expiry has another revision", async ({ storage, clock }) => {
    await storage.write("results", [writeOf("a", 1)]);
    const before = await revisionOf(storage, "a");
    await storage.write("results", [writeOf("a", 1, "any", { expiresAt: clock.now() + 1000 })]);
    expect(await storage.write("results", [writeOf("a", 2, { unchanged: before })])).toMatchObject([
      { written: false, found: { data: 1 } },
    ]);
  });

  suite.case("writes of one batch to one key are carried out in order", async ({ storage }) => {
    const outcomes = await storage.write("results", [
      writeOf("a", 1, "absent"),
      writeOf("a", 2, "absent"),
      writeOf("b", 3, "any"),
      writeOf("a", 4, "any", { createdAt: LATER }),
    ]);
    expect(outcomes.map(({ written }) => written)).toEqual([true, false, true, true]);
    expect(outcomes[1]).toMatchObject({ found: { data: 1 } });
    expect(await storage.read("results", ["a", "b"])).toMatchObject([{ data: 4, createdAt: CREATED }, { data: 3 }]);
  });
}
