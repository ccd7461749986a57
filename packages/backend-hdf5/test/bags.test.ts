import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectClass, expectCode, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { readBag } from "../src/index.ts";

/** Files with the layout of `bagofholding.H5Bag` 0.1.8, written by h5py 3.7. */
const bag = (name: string): string => join(import.meta.dirname, "bags", `${name}.h5`);

test("plain values and arrays of bagofholding are read", async () => {
  const list = [1, [2.5, "x"]];
  expect(await readBag(bag("values"))).toEqual({
    ...{
      none: null,
      yes: true,
      int: 42,
      big: 2n ** 63n + 1n,
      huge: 10n ** 30n,
      float: 1.5,
      str: "ä😀",
      odd: "\ud800x",
    },
    ...{ bytes: Uint8Array.of(0, 1, 255), empty: new Uint8Array(), bytearray: Uint8Array.of(5, 6) },
    ...{ list, same: list, tuple: [1], set: new Set([7]) },
    dict: new Map<unknown, unknown>([
      [1, "one"],
      [[2, 3], null],
    ]),
    ...{ f8: Float64Array.of(0, 1 / 3, 2 / 3, 1, 4 / 3), i8: BigInt64Array.of(0n, 1n, 2n), bool: Uint8Array.of(1, 0) },
    f4: { shape: [2, 3], data: new Float32Array(6).fill(1) },
    be: Int16Array.of(0, 1, 2),
  });
  expect(await readBag(bag("values"), { path: "object/dict/keys" })).toEqual([1, [2, 3]]);
});

test("what names code or has no counterpart is TYPE_NOT_REGISTERED, and says how to read the rest", async () => {
  const whole = await expectCode(readBag(bag("class"), { path: "object/thing" }), "TYPE_NOT_REGISTERED");
  expect(whole.message).toContain("__main__.MyThing");
  expect(whole.message).toContain("by their paths");
  expect(await readBag(bag("class"), { path: "object/thing/state" })).toEqual({ answer: 42 });
  await expectCode(readBag(bag("class"), { path: "object/complex" }), "TYPE_NOT_REGISTERED");
  expect((await expectCode(readBag(bag("trie")), "TYPE_NOT_REGISTERED")).message).toContain("TrieH5Bag");
});

test("files that are no bags, circles and links out of the file are CORRUPT_RECORD", async () => {
  for (const path of ["object/circle", "object/away", "object/missing", "../object"]) {
    await expectCode(readBag(bag("class"), { path }), "CORRUPT_RECORD");
  }
  const file = join(tempFolder(), "text.h5");
  writeFileSync(file, "no HDF5");
  await expectCode(readBag(file), "CORRUPT_RECORD");
  await expectCode(readBag(`${file}.missing`), "STORAGE_FAILED");
});

test("a path that is no text is a TypeError", async () => {
  for (const reading of [readBag(7 as never), readBag(bag("values"), { path: 7 as never })]) {
    expect((await expectClass(reading, TypeError)).message).toContain("got 7");
  }
});
