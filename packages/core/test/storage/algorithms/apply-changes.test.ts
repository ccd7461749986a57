import { expect, test } from "vitest";
import type { FoundRecord, RecordContent } from "../../../src/records/record.ts";
import type { RecordChange } from "../../../src/records/storage-backend.ts";
import { applyChanges, byKey, changeByKey } from "../../../src/storage/algorithms/apply-changes.ts";

const content = (data: number): RecordContent => ({ data }) as unknown as RecordContent;
const found = (data: number): FoundRecord => ({ ...content(data), revision: "r" }) as FoundRecord;
const plusOne = (key = "k"): RecordChange => ({
  key,
  change: (living) => content((((living as RecordContent | undefined)?.data as number | undefined) ?? 0) + 1),
});
const keep: RecordChange = { key: "k", change: () => undefined };
const failing: RecordChange = {
  key: "k",
  change: () => {
    throw new Error("no");
  },
};

test("each change gets what the one before it made, and the last one is written", () => {
  const { content: written, outcomes } = applyChanges(found(5), [plusOne(), plusOne(), plusOne()]);
  expect(written).toEqual(content(8));
  expect(outcomes).toEqual([content(6), content(7), content(8)]);
});

test("a change that throws has no effect on the others", () => {
  const { content: written, outcomes } = applyChanges(undefined, [plusOne(), failing, plusOne()]);
  expect(written).toEqual(content(2));
  expect(outcomes[1]).toMatchObject({ message: "no" });
  expect(outcomes[2]).toEqual(content(2));
});

test("without a change nothing is written, and the outcome is the record", () => {
  const record = found(5);
  expect(applyChanges(record, [keep, failing])).toEqual({ content: undefined, outcomes: [record, expect.any(Error)] });
});

test("changes are grouped by key, and outcomes return to the places of the batch", () => {
  const changes = [plusOne("a"), plusOne("b"), plusOne("a"), plusOne("c"), plusOne("b")];
  expect([...byKey(changes)].map(([key, { places }]) => [key, places])).toEqual([
    ["a", [0, 2]],
    ["b", [1, 4]],
    ["c", [3]],
  ]);
  const calls: string[] = [];
  const outcomes = changeByKey(changes, (key, ofKey) => {
    calls.push(key);
    return ofKey.map((_, i) => content(i));
  });
  expect(calls).toEqual(["a", "b", "c"]);
  expect(outcomes).toEqual([content(0), content(0), content(1), content(0), content(1)]);
});
