import { expect, test } from "vitest";
import { isPlaceable, isReplaced, planMoves, recordDigest } from "../../../src/calls/transform/plan-moves.ts";
import type { FoundRecord, RecordContent } from "../../../src/records/record.ts";
import type { CallMove } from "../../../src/storage/record-index.ts";

const contentOf = (data: unknown, updatedAt: string): RecordContent =>
  ({ data, types: undefined, updatedAt }) as unknown as RecordContent;
const move = (from: string, to: string, updatedAt = "2026"): CallMove =>
  ({ from, to, content: contentOf({ from }, updatedAt), replaced: `digest of ${from}` }) as unknown as CallMove;
const order = (moves: readonly CallMove[]): string[] => planMoves(moves).writes.map(({ from, to }) => `${from}>${to}`);

test("a call is copied before its key is overwritten", () => {
  expect(order([move("a", "b"), move("b", "c"), move("c", "d")])).toEqual(["c>d", "b>c", "a>b"]);
  expect(order([move("c", "d"), move("b", "c"), move("a", "b")])).toEqual(["c>d", "b>c", "a>b"]);
});

test("a circle is moved, each once", () => {
  expect(order([move("a", "b"), move("b", "c"), move("c", "a")]).toSorted()).toEqual(["a>b", "b>c", "c>a"]);
});

test("of several calls with one new key the last stored is kept, and keys that nothing is moved to are removed", () => {
  const { writes, removals } = planMoves([move("a", "x", "2026-02"), move("b", "x", "2026-01"), move("c", "a")]);
  expect(writes.map(({ from, to }) => `${from}>${to}`)).toEqual(["a>x", "c>a"]);
  expect(removals.map(({ from }) => from)).toEqual(["b", "c"]);
});

test("a move may overwrite an older record, a moved one and a corrupt one, but no later one and not itself", () => {
  const to = (updatedAt: string): FoundRecord => ({ ...contentOf("other", updatedAt), revision: "r" }) as FoundRecord;
  const moved = move("a", "b", "2026-02");
  const none = new Map<string, string>();
  expect(isPlaceable(moved, undefined, none)).toBe(true);
  expect(isPlaceable(moved, { corrupt: "torn", revision: "r" }, none)).toBe(true);
  expect(isPlaceable(moved, to("2026-01"), none)).toBe(true);
  expect(isPlaceable(moved, to("2026-02"), none)).toBe(true);
  expect(isPlaceable(moved, to("2026-03"), none)).toBe(false);
  expect(isPlaceable(moved, to("2026-03"), new Map([["b", recordDigest(contentOf("other", ""))]]))).toBe(true);
  expect(isPlaceable(moved, { ...moved.content, revision: "r" } as FoundRecord, none)).toBe(false);
});

test("a record is replaced only while it is the one that the move was planned for", () => {
  const record = { ...contentOf(1, "2026"), revision: "r" } as FoundRecord;
  expect(isReplaced(record, recordDigest(contentOf(1, "2020")))).toBe(true);
  expect(isReplaced(record, recordDigest(contentOf(2, "2026")))).toBe(false);
  expect(isReplaced(undefined, "")).toBe(false);
});
