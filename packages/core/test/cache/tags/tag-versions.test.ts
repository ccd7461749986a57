import { expect, test } from "vitest";
import { withTags } from "../../../src/cache/entry.ts";
import {
  ensureTagVersions,
  isCurrent,
  isOutdated,
  readTagVersions,
  tagVersionOf,
} from "../../../src/cache/tags/tag-versions.ts";
import type { RecordContent } from "../../../src/records/record.ts";
import { MemoryStorage } from "../../../src/storage.ts";

const PLAIN = { modelName: "", namespace: "cache", data: 1 } as unknown as RecordContent;

test("tags get versions once, in the order in which they are asked for", async () => {
  await using storage = new MemoryStorage();
  expect(await ensureTagVersions(storage, [], 5)).toEqual([]);
  const first = await ensureTagVersions(storage, ["a"], 5);
  const both = await ensureTagVersions(storage, ["b", "a"], 5);
  expect(both).toEqual([["b", expect.any(String)], first[0]]);
  expect(await ensureTagVersions(storage, ["a", "b"], 5)).toEqual(both.toReversed());
  expect(await readTagVersions(storage, ["b", "none"])).toEqual(new Map([both[0] as [string, string]]));
});

test("an entry is current while all of its tags have the versions of its time", async () => {
  const entry = withTags(PLAIN, [
    ["a", "1"],
    ["b", "2"],
  ]);
  const isCurrentOf = (...versions: [string, string][]): boolean => isCurrent(entry, new Map(versions));
  expect(isCurrentOf(["a", "1"], ["b", "2"])).toBe(true);
  expect(isCurrentOf(["a", "1"], ["b", "3"])).toBe(false);
  expect(isCurrentOf(["a", "1"])).toBe(false);
  expect(isCurrent({ ...entry, data: { value: 1 } } as never, new Map())).toBe(false);
});

test("an entry is outdated if a tag has another version, and not if it has none", async () => {
  await using storage = new MemoryStorage();
  const tags = await ensureTagVersions(storage, ["a"], 5);
  const outdated = (content: RecordContent): Promise<boolean> => isOutdated(storage, content);
  expect(await outdated(PLAIN)).toBe(false);
  expect(await outdated(withTags(PLAIN, tags))).toBe(false);
  expect(await outdated(withTags(PLAIN, [["none", "1"]]))).toBe(false);
  expect(await outdated(withTags(PLAIN, [...tags, ["none", "1"]]))).toBe(false);
  expect(
    await outdated(
      withTags(PLAIN, [
        ["a", "other"],
        ["none", "1"],
      ]),
    ),
  ).toBe(true);
});

test("the version of a tag is the text of an intact record", () => {
  const versions = [
    undefined,
    { corrupt: "torn", data: "v" },
    { data: 5 },
    { data: "v" },
    { corrupt: undefined, data: "v" },
  ];
  expect(versions.map((found) => tagVersionOf(found as never))).toEqual([undefined, undefined, undefined, "v", "v"]);
});
