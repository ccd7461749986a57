import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest, ValuesFace } from "@results-manager/core";
import { DestructuringMixin } from "@results-manager/core/storage";
import { expectCode, expectSame, faceOver, moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { FileStorage, FileValues } from "../src/index.ts";

const fileOf = (folder: string, key: string): string =>
  join(folder, ".results-manager/values", key.slice(0, 2), `${key.slice(2)}.record`);

/** The bytes of all files of values. */
function sizeOf(folder: string): number {
  let bytes = 0;
  const root = join(folder, ".results-manager/values");
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    const found = statSync(join(root, name));
    if (found.isFile()) bytes += found.size;
  }
  return bytes;
}

test("a large typed array takes its bytes on disk, not text", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder, { durability: "process" });
  const weights = new Float64Array(50_000_000 / 8).map((_, i) => i / 3);
  const key = await values.save({ name: "model", weights });
  expect(sizeOf(folder)).toBeGreaterThan(50_000_000);
  expect(sizeOf(folder)).toBeLessThan(50_100_000);
  const loaded = (await values.load(key)) as { weights: Float64Array };
  expect(loaded.weights).toBeInstanceOf(Float64Array);
  expect(Buffer.from(loaded.weights.buffer).equals(Buffer.from(weights.buffer))).toBe(true);
});

test("a second save of the same value writes nothing", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder);
  const value = { list: [1, 2], bytes: new Uint8Array(5_000) };
  const key = await values.save(value);
  const stamp = (): unknown[] =>
    (readdirSync(join(folder, ".results-manager/values"), { recursive: true }) as string[]).map(
      (name) => statSync(join(folder, ".results-manager/values", name), { bigint: true }).mtimeNs,
    );
  const before = stamp();
  await values.save(value);
  await Promise.all(Array.from({ length: 20 }, () => values.save(value, key)));
  expect(stamp()).toEqual(before);
});

test("what is loaded is checked against its digest: changed data, changed bytes, swapped files", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder);
  const change = (key: string, edit: (file: Buffer) => Buffer): void => {
    writeFileSync(fileOf(folder, key), edit(readFileSync(fileOf(folder, key))));
  };
  const plain = await values.save({ n: 1 });
  change(plain, (file) => Buffer.from(file.toString().replace('"n": 1', '"n": 2')));
  expect((await expectCode(values.load(plain), "CORRUPT_RECORD")).message).toContain(fileOf(folder, plain));

  const bytes = new Float64Array(1_000).fill(1);
  const outer = await values.save({ bytes });
  change(digest(bytes), (file) => {
    file[file.length - 3] = 7;
    return file;
  });
  expect((await expectCode(values.load(outer), "CORRUPT_RECORD")).message).toContain(fileOf(folder, digest(bytes)));
  change(digest(bytes), (file) => file.subarray(0, -8));
  await expectCode(values.load(outer), "CORRUPT_RECORD");

  const [a, b] = [await values.save("a"), await values.save("b")];
  change(a, () => readFileSync(fileOf(folder, b)));
  await expectCode(values.load(a), "CORRUPT_RECORD");
  expect(await values.load(b)).toBe("b");
});

test("loading runs no code, whatever a file says", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder);
  const key = await values.save({ x: 1 });
  const base = JSON.parse(readFileSync(fileOf(folder, key), "utf8")) as object;
  for (const forged of [
    { data: { x: "() => process.exit(1)" }, types: { x: "Function" } },
    { data: { x: "process.exit(1)" }, types: { x: "constructor" } },
    { data: JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as unknown },
    { data: { x: key }, types: { x: "reference" } },
    { data: { x: "../../../../etc/passwd" }, types: { x: "reference" } },
    { data: { x: key, y: "five" }, types: { x: "reference", y: "bigint" } },
    { data: null, bytes: 1_000_000_000 },
  ]) {
    writeFileSync(fileOf(folder, key), `${JSON.stringify({ ...base, ...forged }, null, 1)}\n`);
    await expectCode(values.load(key), "CORRUPT_RECORD");
    expect(await values.gc([key])).toBe(0);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("files of somebody else are neither listed nor taken for values", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder);
  const key = await values.save(1);
  const shard = join(folder, ".results-manager/values", key.slice(0, 2));
  const foreign = ["README.record", `${"0".repeat(61)}.record`, `${"G".repeat(62)}.record`, "x"];
  for (const name of foreign) writeFileSync(join(shard, name), "{}");
  const all = readdirSync(shard).sort(); // Some systems list names in other letters.
  mkdirSync(join(folder, ".results-manager/values/zz"));
  writeFileSync(join(folder, ".results-manager/values/zz", `${"0".repeat(62)}.record`), "{}");
  expect(await values.list()).toEqual([key]);
  expect(await values.expand(key.slice(0, 4))).toBe(key);
  await values.gc();
  expect(all).toHaveLength(2 + foreign.length);
  expect(readdirSync(shard).sort()).toEqual(all.filter((name) => !name.startsWith(key.slice(2))));
});

test("values that share nine tenths of their parts take under a fifth of the space", async () => {
  const part = (i: number): unknown => ({ i, samples: Array.from({ length: 500 }, (_, k) => i * 1_000 + k) });
  const shared = Array.from({ length: 9 }, (_, i) => part(i));
  const numbered = (i: number): unknown => ({ i, parts: [...shared, part(100 + i)] });
  const sizes: number[] = [];
  const Split = faceOver(ValuesFace, DestructuringMixin(FileStorage));
  for (const Values of [FileValues, Split] as const) {
    const folder = tempFolder();
    await using values = new Values(folder, { durability: "process" });
    const keys = await Promise.all(Array.from({ length: 200 }, (_, i) => values.save(numbered(i))));
    expectSame(await values.load(keys[7] as string), numbered(7));
    sizes.push(sizeOf(folder));
  }
  const [whole = 0, split = 0] = sizes;
  expect(split / whole).toBeLessThan(0.2);
});

test("expand and contains of a short digest read one folder", async () => {
  const folder = tempFolder();
  await using values = new FileValues(folder, { durability: "process" });
  const keys = await Promise.all(Array.from({ length: 600 }, (_, i) => values.save(i)));
  const short = (keys[5] as string).slice(0, 6);
  const script = join(import.meta.dirname, "children/count-folder-reads.ts");
  const printed = execFileSync(process.execPath, [...moduleFlags(), script, folder, short], {
    encoding: "utf8",
  });
  expect(JSON.parse(printed)).toEqual({ expand: 1, contains: 1, found: keys[5] });
});
