import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { entryRange, keysBefore } from "../../src/cache/cache-range.ts";

test("a range has what is given, and no limit otherwise", () => {
  expect(entryRange(undefined, {})).toStrictEqual({
    scan: { startsWith: undefined },
    before: undefined,
    limit: Infinity,
  });
  expect(entryRange("a", { after: "b", before: "c", limit: 0 })).toStrictEqual({
    scan: { startsWith: "a", after: "b" },
    before: "c",
    limit: 0,
  });
  expect(() => entryRange("a", { after: "" })).toThrow("key after which a range begins");
  expect(() => entryRange("a", { before: "" })).toThrow("key before which a range ends");
  expect(() => entryRange("a", { limit: -1 })).toThrow(RangeError);
});

test("a listing ends before a key", async () => {
  const read: string[] = [];
  async function* pages(): AsyncGenerator<readonly string[]> {
    for (const page of ["ab", "", "ce", "fg"]) {
      read.push(page);
      yield [...page];
    }
  }
  const listed = async (before?: string) => (await collect(keysBefore(pages(), before))).map((page) => page.join(""));
  expect(await listed()).toEqual(["ab", "", "ce", "fg"]);
  read.length = 0;
  expect(await listed("d")).toEqual(["ab", "", "c"]);
  expect(read).toEqual(["ab", "", "ce"]);
  expect(await listed("e")).toEqual(["ab", "", "c"]);
  expect(await listed("ee")).toEqual(["ab", "", "ce", ""]);
});
