import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memoize } from "@results-manager/core";
import { expectCode, expectSharedFaces, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { expectResponsive } from "../../testing/src/expect-responsive.ts";
import { longestBlock } from "../../testing/src/longest-block.ts";
import { Hdf5Calls, Hdf5Storage, Hdf5Values } from "../src/index.ts";

const SIGNATURE = Buffer.from("\x89HDF\r\n\x1a\n", "latin1");
const open = (options = {}): Hdf5Values => new Hdf5Values(tempFolder(), { durability: "process", ...options });

test("a file is a head of 512 bytes and HDF5", async () => {
  await using values = open();
  const key = await values.save({ a: 1 });
  const file = values.storage.locate("values", key);
  expect(file).toMatch(new RegExp(`${key.slice(0, 2)}/${key.slice(2)}\\.h5$`));
  const bytes = readFileSync(file);
  expect(bytes.subarray(512, 520)).toEqual(SIGNATURE);
  expect(JSON.parse(bytes.toString("utf8", 0, 512))).toMatchObject({
    model_type: "value",
    bytes: bytes.byteLength - 512,
  });
});

test("an array of 50 MB takes as much on disk without compression, and less with it", async () => {
  const array = new Float64Array(6_250_000).map((_, i) => i % 1000);
  await using plain = open({ compression: 0 });
  const key = await plain.save(array);
  const size = statSync(plain.storage.locate("values", key)).size;
  expect(size).toBeGreaterThan(50_000_000);
  expect(size).toBeLessThan(50_010_000);
  const loaded = (await plain.load(key)) as Float64Array;
  expect(loaded).toBeInstanceOf(Float64Array);
  expect(Buffer.from(loaded.buffer).equals(Buffer.from(array.buffer))).toBe(true);
  await using packed = open();
  await packed.save(array.subarray(0, 100_000));
  expect(statSync(packed.storage.locate("values", packed.digest(array.subarray(0, 100_000)))).size).toBeLessThan(
    200_000,
  );
});

test("values under 1 MB keep timers waiting for at most 20 ms", async () => {
  await using values = open();
  await values.save("the thread has started");
  await expectResponsive(async (i) => {
    const array = new Float64Array(125_000).fill(i);
    const rows = Array.from({ length: 8000 }, (_, k) => ({ k, i, name: `row ${k}`, odd: k % 2 === 1 }));
    const blocks: number[] = [];
    for (const value of [array, rows]) {
      const key = values.digest(value);
      blocks.push(await longestBlock(() => values.save(value)), await longestBlock(() => values.load(key)));
    }
    return blocks;
  });
});

test("what is loaded is checked against its digest: swapped files, changed bytes", async () => {
  await using values = open();
  const [a, b] = [await values.save([1, "a"]), await values.save([1, "b"])];
  const place = (key: string): string => values.storage.locate("values", key);
  const file = readFileSync(place(a));
  writeFileSync(place(a), readFileSync(place(b)));
  expect((await expectCode(values.load(a), "CORRUPT_RECORD")).message).toContain("its digest is");
  const at = file.lastIndexOf("a");
  file[at] = "c".charCodeAt(0);
  writeFileSync(place(a), file);
  await expectCode(values.load(a), "CORRUPT_RECORD");
  expect(await values.load(b)).toEqual([1, "b"]);
});

test("results and caches beside the values are files as ever, and all faces share a store", async () => {
  const folder = tempFolder();
  await expectSharedFaces(new Hdf5Storage(folder));
  expect(readdirSync(join(folder, ".results-manager")).sort()).toContain("values");
});

test("metadata of any kind is kept, and hits of a memoized function are read from the file of the result", async () => {
  const metadata = {
    run: { host: "a", n: -0, ok: false, none: null, when: new Date(0), list: [1n], "a/b": "\0", type: "t" },
  };
  await using calls = new Hdf5Calls(tempFolder());
  const key = await calls.save({ name: "f", arguments: { x: 1 }, result: { y: 2 }, metadata });
  expect((await calls.load(key)).metadata).toEqual(metadata);
  const found = await Array.fromAsync(calls.query({ metadata: { run: { ok: false, when: new Date(0) } } }));
  expect(found.map((call) => call.key)).toEqual([key]);
  let runs = 0;
  const square = memoize((x: number) => [x * x, ++runs], { storage: calls, name: "square" });
  expect([await square(3), await square(3)]).toEqual([
    [9, 1],
    [9, 1],
  ]);
});

test("a store that is opened read-only is read, and refuses writes", async () => {
  const folder = tempFolder();
  await using values = new Hdf5Values(folder);
  const key = await values.save({ a: 1 });
  await using reader = new Hdf5Values(folder, { readOnly: true });
  expect(await reader.load(key)).toEqual({ a: 1 });
  await expectCode(reader.save({ b: 2 }), "STORAGE_READ_ONLY");
  await expectCode(reader.evict(key), "STORAGE_READ_ONLY");
});

test("invalid options are refused", () => {
  expect(() => open({ compression: 1.5 })).toThrow(RangeError);
  expect(() => open({ compresion: 1 })).toThrow("compression");
});
