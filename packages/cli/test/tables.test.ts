import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { asyncBufferFromFile, parquetMetadata, parquetReadObjects } from "hyparquet";
import { defineModel, openStore } from "results-manager";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parquetWriter } from "../src/commands/transfer/tables/parquet-writer.ts";
import { linesOf, runAlone, runResults } from "./run-results.ts";
import { fill, MEDIA, MEDIUM_NAMES, makeFolder, makeSample } from "./sample-store.ts";

const Anything = defineModel("Anything", v.unknown());

const VALUES: Readonly<Record<string, unknown>> = {
  a: {
    ...{
      n: -1.5,
      flag: true,
      text: "=1+1",
      at: new Date("2026-01-02T03:04:05.678Z"),
      big: 2n ** 62n,
      huge: -(2n ** 70n),
    },
    ...{ list: [1, "x"], mixed: 1, "a.b": { c: "dot" }, id: "own", empty: {}, map: new Map([["k", 1]]) },
  },
  b: { n: Number.NaN, flag: false, text: '+x, "quoted"\r\nline', big: -(2n ** 63n), huge: 5n, mixed: "@y", list: [] },
  c: { n: null, text: "-5", at: new Date(Number.NaN), mixed: new Date(0), bytes: new Uint8Array([1, 2]) },
  d: "plain",
  e: [1, 2],
};

const makeValues = async (url: string): Promise<string> => {
  await fill(url, (results) => results.setMany(Object.entries(VALUES), { model: Anything }));
  return url;
};

describe.each(MEDIUM_NAMES)("tables from %s", (medium) => {
  test("CSV has the fields by their paths, and no formulas", async () => {
    const url = await makeValues(MEDIA[medium](makeFolder()));
    const { status, stdout, stderr } = await runResults("export", url, "-f", "csv");
    expect([status, stderr]).toEqual([0, ""]);
    const rows = parse(stdout, { columns: true, relax_column_count: false }) as Record<string, string>[];
    const filled = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== "")));
    expect(filled).toEqual([
      {
        ...{ id: "a", n: "-1.5", flag: "true", text: "'=1+1", at: "2026-01-02T03:04:05.678Z", big: String(2n ** 62n) },
        ...{ huge: String(-(2n ** 70n)), list: '[1,"x"]', mixed: "1", "a\\.b.c": "dot", "\\id": "own", empty: "{}" },
        "map.k": "1",
      },
      {
        ...{ id: "b", n: "NaN", flag: "false", text: `'+x, "quoted"\r\nline`, big: String(-(2n ** 63n)), huge: "5" },
        ...{ mixed: "'@y", list: "[]" },
      },
      { id: "c", text: "'-5", mixed: "1970-01-01T00:00:00.000Z", bytes: "AQI=" },
      { id: "d", value: "plain" },
      { id: "e", value: "[1,2]" },
    ]);
    const raw = parse((await runResults("export", url, "-f", "csv", "--raw")).stdout, { columns: true }) as {
      text: string;
    }[];
    expect(raw.map(({ text }) => text).slice(0, 3)).toEqual(["=1+1", '+x, "quoted"\r\nline', "-5"]);
  });

  test("Parquet has the types of the data", async () => {
    const url = await makeValues(MEDIA[medium](makeFolder()));
    const file = join(makeFolder(), "out.parquet");
    const { status, stdout } = await runResults("export", url, "-f", "parquet", "-o", file);
    expect([status, linesOf({ stdout })]).toEqual([0, [{ face: "results", exported: 5, failed: 0 }]]);
    const { schema } = parquetMetadata(new Uint8Array(readFileSync(file)).buffer);
    const types = schema.slice(1).map(({ name, type, converted_type }) => [name, converted_type ?? type]);
    expect(Object.fromEntries(types)).toEqual({
      ...{ id: "UTF8", n: "DOUBLE", flag: "BOOLEAN", text: "UTF8", at: "TIMESTAMP_MILLIS", big: "INT64", huge: "UTF8" },
      ...{ list: "JSON", mixed: "JSON", "a\\.b.c": "UTF8", "\\id": "UTF8", empty: "JSON", "map.k": "DOUBLE" },
      ...{ bytes: "JSON", value: "JSON" },
    });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    const filled = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell != null)));
    expect(filled).toEqual([
      {
        ...{ id: "a", n: -1.5, flag: true, text: "=1+1", at: new Date("2026-01-02T03:04:05.678Z"), big: 2n ** 62n },
        ...{
          huge: String(-(2n ** 70n)),
          list: [1, "x"],
          mixed: 1,
          "a\\.b.c": "dot",
          "\\id": "own",
          empty: {},
          "map.k": 1,
        },
      },
      {
        ...{ id: "b", n: Number.NaN, flag: false, text: '+x, "quoted"\r\nline', big: -(2n ** 63n), huge: "5" },
        ...{ mixed: "@y", list: [] },
      },
      { id: "c", text: "-5", mixed: "1970-01-01T00:00:00.000Z", bytes: "AQI=" },
      { id: "d", value: "plain" },
      { id: "e", value: [1, 2] },
    ]);
  });
});

test("a large Parquet file has row groups, each of which is written before the next", async () => {
  const parts: number[] = [];
  const chunks: Uint8Array[] = [];
  const write = async (part: string | Uint8Array): Promise<void> => {
    parts.push(part.length);
    chunks.push(part as Uint8Array);
  };
  const writer = parquetWriter({ isFile: true, write }, [{ path: "text", type: "text" }]);
  for (let i = 0; i < 60_000; i++) await writer.row(String(i), [i % 7 === 0 ? undefined : `${i}`.repeat(40)]);
  expect(parts.length).toBeGreaterThan(0);
  await writer.end();
  const { buffer } = new Uint8Array(Buffer.concat(chunks));
  const { row_groups: groups } = parquetMetadata(buffer);
  expect(groups.length).toBeGreaterThan(1);
  const rows = await parquetReadObjects({ file: buffer, rowStart: 59_998, rowEnd: 60_000 });
  expect(rows).toEqual([
    { id: "59998", text: "59998".repeat(40) },
    { id: "59999", text: "59999".repeat(40) },
  ]);
});

test("a cache is a table, too, and a store without results is a table without rows", async () => {
  const url = MEDIA.sqlite(makeFolder());
  await using store = await openStore(url);
  await store.cache.multiSetValues([
    ["k,1", { x: 1 }],
    ["k2", { x: 2 }],
  ]);
  expect((await runResults("export", url, "k,", "-f", "csv", "--face", "cache")).stdout).toBe('id,x\n"k,1",1\n');
  expect((await runResults("export", url, "-f", "csv")).stdout).toBe("id\n");
  const file = join(makeFolder(), "empty.parquet");
  expect((await runResults("export", url, "-f", "parquet", "-o", file)).status).toBe(0);
  expect(await parquetReadObjects({ file: await asyncBufferFromFile(file) })).toEqual([]);
});

test("HDF5 files are written by the package that reads and writes them", async () => {
  const url = await makeSample("files", 3);
  const file = join(makeFolder(), "out.h5");
  const { status, stdout } = await runResults("export", url, "runs", "-f", "h5", "-o", file);
  expect([status, linesOf({ stdout })]).toEqual([0, [{ face: "results", exported: 3, failed: 0 }]]);
  expect(readFileSync(file).subarray(1, 4).toString()).toBe("HDF");
  expect(readdirSync(join(file, ".."))).toEqual(["out.h5"]);
});

test("where the package for HDF5 is not installed, the error tells how to install it", async () => {
  const url = await makeSample("files", 1);
  const code = `import { registerHooks } from "node:module"; registerHooks({ resolve: (name, context, next) => next(name.replace("/backend-hdf5", "/none"), context) });`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
  const { status, stderr } = runAlone({ env }, "export", url, "-f", "h5", "-o", join(makeFolder(), "x.h5"));
  expect(status).toBe(2);
  expect(stderr).toContain("npm install @results-manager/backend-hdf5");
});

test("what is no table is refused, and a damaged result is left out", async () => {
  const url = await makeSample("files", 2);
  for (const words of [
    ["-f", "csv", "--face", "values"],
    ["-f", "parquet", "--face", "all"],
    ["-f", "h5"],
    ["-f", "h5", "-o", "/dev/null"],
    ["--raw"],
  ])
    expect([(await runResults("export", url, ...words)).status, words]).toEqual([2, words]);
  writeFileSync(join(url, "runs/1/score.json"), "{ torn");
  const { status, stdout, stderr } = await runResults("export", url, "-f", "csv");
  expect([status, stderr.match(/CORRUPT_RECORD/g)]).toEqual([1, ["CORRUPT_RECORD"]]);
  expect((parse(stdout, { columns: true }) as { id: string }[]).map(({ id }) => id)).toEqual(["best", "runs/0/score"]);
});
