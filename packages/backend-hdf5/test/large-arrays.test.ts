import { hash } from "node:crypto";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { digest, ValuesFace } from "@results-manager/core";
import { expectCode, expectSame, tempFolder } from "@results-manager/testing";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type ReadParts, readRecordFile, writeFrame, writeRecordFile } from "../src/codec/record-file.ts";
import { Hdf5Storage } from "../src/hdf5-storage.ts";
import { Hdf5Values } from "../src/index.ts";
import { ARRAY_TYPES } from "../src/library/element-type.ts";
import { type Library, openLibrary } from "../src/library/open-library.ts";

const BYTES = 6_000_000;
const DATA: Uint8Array = new Uint8Array(BYTES).map((_, i) => i % 251);

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});

/** Saves an array of 6 MB, changes its file, and loads it. */
async function loadAfter(change: (file: string) => void): Promise<unknown> {
  await using values = new Hdf5Values(tempFolder(), { durability: "process", compression: 0 });
  const key = await values.save(new Float64Array(DATA.buffer));
  change(values.storage.locate("values", key));
  return await values.load(key);
}

test.each(Object.keys(ARRAY_TYPES))("frame and elements of a %s are the file that the library writes", (types) => {
  vi.useFakeTimers({ toFake: ["Date"] }); // The library writes the time into a file.
  onTestFinished(() => void vi.useRealTimers());
  const { before, after } = writeFrame(library, types, BYTES);
  const whole = writeRecordFile(library, "values", { data: DATA, types }, 0);
  expect(Buffer.concat([before, DATA, after]).equals(whole)).toBe(true);
});

test.each([0, 9])("a large file is read from the disk, at any position, with compression %i", async (compression) => {
  const path = `${tempFolder()}/file`;
  const file = writeRecordFile(library, "values", { data: DATA, types: "Int16Array" }, compression);
  writeFileSync(path, Buffer.concat([Buffer.alloc(512), file]));
  const onDisk = await readRecordFile(library, "values", { path, start: 512, byteLength: file.byteLength });
  const inMemory = await readRecordFile(library, "values", file);
  for (const { data, types, sha256 } of [onDisk, inMemory] as ReadParts[]) {
    expect(Buffer.from(data as Uint8Array).equals(DATA)).toBe(true);
    expect(types).toBe("Int16Array");
    expect(sha256).toBe(hash("sha256", DATA));
  }
});

test.each(["full", "process"] as const)(
  "a file that is begun before its name is known is complete, or gone, %s",
  async (durability) => {
    const folder = tempFolder();
    await using values = new Hdf5Values(folder, { durability, compression: 0 });
    const temps = (): string[] =>
      readdirSync(join(folder, ".results-manager", "tmp"), { recursive: true, encoding: "utf8" }).filter((path) =>
        path.includes("/"),
      );
    const value = new Float64Array(DATA.buffer);
    const key = await values.save(value);
    const whole = readFileSync(values.storage.locate("values", key));
    expectSame(await values.load(key), value);
    expect(temps()).toEqual([]);
    expect(await values.save(value)).toBe(key); // It is stored, so its file is not needed.
    await expectCode(values.save(new Int8Array(DATA), key), "INVALID_DIGEST");
    expect(temps()).toEqual([]);
    await Promise.all([
      values.save(new Int8Array(DATA)),
      values.save(new Int8Array(DATA)),
      values.save(Buffer.from(DATA)),
    ]);
    expectSame(await values.load(digest(new Int8Array(DATA))), new Int8Array(DATA));
    expectSame(await values.load(digest(Buffer.from(DATA))), Buffer.from(DATA));
    expect(temps()).toEqual([]);
    // The library writes the same, but for the time, behind the text.
    const file = writeRecordFile(library, "values", { data: DATA, types: "Float64Array" }, 0);
    expect(whole.byteLength).toBe(512 + file.byteLength);
    expect(whole.includes(DATA.subarray(0, 4096))).toBe(true);
  },
);

test("a store that closes begins no file", async () => {
  const folder = tempFolder();
  const values = new Hdf5Values(folder, { durability: "process", compression: 0 });
  await values.save("the temp folder is there");
  const closing = values.close();
  await expectCode(values.save(new Float64Array(DATA.buffer)), "BACKEND_CLOSED");
  await closing;
  await expectCode(values.save(new Float64Array(DATA.buffer)), "BACKEND_CLOSED");
  expect(readdirSync(join(folder, ".results-manager", "tmp"))).toEqual([]);
});

test("a file that was begun and is lost is written again", async () => {
  const lost: string[] = [];
  class Losing extends Hdf5Storage {
    protected override async stage(bytes: readonly Uint8Array[]): Promise<string | undefined> {
      const path = (await super.stage(bytes)) ?? expect.unreachable();
      rmSync(path);
      lost.push(path);
      return path;
    }
  }
  for (const durability of ["full", "process"] as const) {
    await using values = new ValuesFace(new Losing(tempFolder(), { durability, compression: 0 }));
    const key = await values.save(new Float64Array(DATA.buffer));
    expectSame(await values.load(key), new Float64Array(DATA.buffer));
  }
  expect(lost).toHaveLength(2);
});

test.each([0, 1])("a large array is saved and loaded in all its types, with compression %i", async (compression) => {
  await using values = new Hdf5Values(tempFolder(), { durability: "full", compression });
  for (const value of [new Int8Array(DATA), new Float64Array(DATA.buffer), DATA.buffer, Buffer.from(DATA)]) {
    expectSame(await values.load(await values.save(value)), value);
    expectSame(await values.load(await values.save({ part: value })), { part: value });
  }
});

test("a large file that is cut off or damaged is CORRUPT_RECORD", async () => {
  const cut = loadAfter((file) => truncateSync(file, 2_000_000));
  expect((await expectCode(cut, "CORRUPT_RECORD")).message).toContain("it ends with");
  const changed = loadAfter((file) => {
    const fd = openSync(file, "r+");
    writeSync(fd, "changed", 2_000_000);
    closeSync(fd);
  });
  expect((await expectCode(changed, "CORRUPT_RECORD")).message).toContain("its digest is");
  const scrambled = loadAfter((file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(7, 512, 2048));
  });
  await expectCode(scrambled, "CORRUPT_RECORD");
});

test("a file that goes or shrinks while it is read is told from a damaged one", async () => {
  const path = `${tempFolder()}/file`;
  const range = { path, start: 0, byteLength: BYTES + 4096 };
  await expect(readRecordFile(library, "values", range)).rejects.toMatchObject({ code: "ENOENT" });
  const { before } = writeFrame(library, "Uint8Array", BYTES);
  writeFileSync(path, Buffer.concat([before, DATA.subarray(0, 2_000_000)]));
  await expect(readRecordFile(library, "values", range)).rejects.toThrow();
});
