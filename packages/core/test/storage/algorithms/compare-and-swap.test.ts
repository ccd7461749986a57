import { expect, test } from "vitest";
import type { FoundRecord } from "../../../src/records/record.ts";
import { compareAndSwap } from "../../../src/storage/algorithms/compare-and-swap.ts";
import type { RecordChange, RecordWrite } from "../../../src/storage.ts";

const record = (data: number, more: object = {}): NonNullable<FoundRecord> =>
  ({ data, revision: `r${data}`, ...more }) as unknown as NonNullable<FoundRecord>;
const add = (key: string): RecordChange => ({
  key,
  change: (found) => ({ data: found && "data" in found ? (found.data as number) + 1 : 0 }) as never,
});

/** Changes records over a medium with these, whose first writes of a key fail as told: another writer was faster, or it breaks. */
async function changed(
  changes: readonly RecordChange[],
  records: Readonly<Record<string, unknown>>,
  faults: Readonly<Record<string, unknown>> = {},
) {
  const left = new Map(Object.entries(faults));
  const log: unknown[] = [];
  const read = async (keys: readonly string[]) => {
    log.push(`read ${keys.join()}`);
    return keys.map((key) => records[key] as FoundRecord);
  };
  const write = async (writes: readonly RecordWrite[]) => {
    log.push(writes.map(({ key, condition, content }) => [key, condition, content.data]));
    return writes.map(({ key }) => {
      const fault = left.get(key);
      left.delete(key);
      if (fault instanceof Error) return fault;
      return fault ? { written: false as const, found: fault as FoundRecord } : { written: true as const, revision: 1 };
    });
  };
  return { outcomes: await compareAndSwap({ read, write }, changes, 5), log };
}

test("all records are read together, and written together on the condition that they are unchanged", async () => {
  const { outcomes, log } = await changed([add("a"), add("b"), add("a")], { a: record(7) });
  expect(log).toEqual([
    "read a,b",
    [
      ["a", { unchanged: "r7" }, 9],
      ["b", "absent", 0],
    ],
  ]);
  expect(outcomes).toMatchObject([{ data: 8 }, { data: 0 }, { data: 9 }]);
});

test("a change is repeated on what another writer has written", async () => {
  const { outcomes, log } = await changed([add("a"), add("b")], { a: record(7) }, { a: record(20) });
  expect(log.slice(2)).toEqual([[["a", { unchanged: "r20" }, 21]]]);
  expect(outcomes).toMatchObject([{ data: 21 }, { data: 0 }]);
});

test("an expired record is absent", async () => {
  for (const [expiresAt, ...written] of [
    [5, "absent", 0],
    [6, { unchanged: "r7" }, 8],
  ]) {
    const { log } = await changed([add("a")], { a: record(7, { expiresAt }) });
    expect(log[1]).toEqual([["a", ...written]]);
  }
});

test("an error of a record is the outcome of its changes alone, and a change of nothing is not written", async () => {
  const [unread, unwritten] = [new Error("unread"), new Error("unwritten")];
  const none: RecordChange = { key: "c", change: () => undefined };
  const changes = [add("a"), add("b"), none, add("a"), add("d")];
  const { outcomes, log } = await changed(changes, { a: unread, c: record(1) }, { b: unwritten });
  expect(outcomes).toMatchObject([unread, unwritten, { data: 1 }, unread, { data: 0 }]);
  expect(log.slice(1)).toEqual([
    [
      ["b", "absent", 0],
      ["d", "absent", 0],
    ],
  ]);
  expect((await changed([none], { c: record(1) })).log).toEqual(["read c"]);
});
