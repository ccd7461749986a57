import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expectCode, tempFolder } from "@results-manager/testing";
import { type CompoundTypeMetadata, type Dataset, File, ready } from "h5wasm";
import { expect, test } from "vitest";
import { exportHdf5 } from "../src/index.ts";

/** Reads a table with h5wasm's own classes: the names of its columns, and its rows. */
async function readTable(path: string): Promise<{ readonly names: readonly string[]; readonly rows: unknown }> {
  const { FS } = await ready;
  FS.writeFile("/table", readFileSync(path));
  const file = new File("/table", "r");
  try {
    const { metadata, value } = file.get("entries") as Dataset;
    return { names: (metadata.compound_type as CompoundTypeMetadata).members.map(({ name }) => name), rows: value };
  } finally {
    file.close();
    FS.unlink("/table");
  }
}

async function* entries(): AsyncGenerator<{ id: string; value: unknown }> {
  yield { id: "a/1", value: { loss: 0.5, ok: true, at: new Date(0), model: { name: "ä", layers: [1] }, id: 7 } };
  yield { id: "a/2", value: { loss: null, ok: false, big: 2n ** 70n, mixed: 1 } };
  yield { id: "b", value: { mixed: "x", weights: new Float64Array(3) } };
  yield { id: "c", value: 5 };
}

test("plain fields are the columns of a table, also those of objects within; what is missing is NaN, -1 or empty", async () => {
  const file = join(tempFolder(), "table.h5");
  expect(await exportHdf5(entries(), file)).toBe(4);
  const { names, rows } = await readTable(file);
  expect(names).toEqual(["id", "loss", "ok", "at", "model.name", "\\id", "big", "mixed", "value"]);
  const trimmed = (rows as unknown[][]).map((row) =>
    row.map((cell) => (typeof cell === "string" ? cell.trimEnd() : cell)),
  );
  expect(trimmed).toEqual([
    ["a/1", 0.5, 1, "1970-01-01T00:00:00.000Z", "ä", 7, "", "", Number.NaN],
    ["a/2", Number.NaN, 0, "", "", Number.NaN, String(2n ** 70n), "1", Number.NaN],
    ["b", Number.NaN, -1, "", "", Number.NaN, "", "x", Number.NaN],
    ["c", Number.NaN, -1, "", "", Number.NaN, "", "", 5],
  ]);
});

test("no two fields share a column, however their keys are written", async () => {
  const file = join(tempFolder(), "table.h5");
  const value = { "a.b": 1, a: { b: 2 }, id: 3, "value.id": 4, ".": 5, "": { "": 6 } };
  await exportHdf5([{ id: "x", value }], file);
  const { names, rows } = await readTable(file);
  expect(new Set(names).size).toBe(7);
  expect(rows).toEqual([[expect.stringMatching(/^x *$/), 1, 2, 3, 4, 5, 6]]);
});

test("more columns than HDF5 can describe are VALUE_TOO_LARGE, and nothing is written", async () => {
  const folder = tempFolder();
  const columns = (count: number): unknown => Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, i]));
  expect(await exportHdf5([{ id: "x", value: columns(1_200) }], join(folder, "most.h5"))).toBe(1);
  for (const value of [columns(5_000), { ["n".repeat(70_000)]: 1 }]) {
    await expectCode(exportHdf5([{ id: "x", value }], join(folder, "more.h5")), "VALUE_TOO_LARGE");
  }
  expect(readdirSync(folder)).toEqual(["most.h5"]);
});

test("many rows are compressed, no rows are an empty table, and an existing file is replaced as a whole", async () => {
  const file = join(tempFolder(), "table.h5");
  expect(await exportHdf5([], file)).toBe(0);
  expect((await readTable(file)).rows).toEqual([]);
  const many = Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, value: { i, text: "same" } }));
  expect(await exportHdf5(many, file)).toBe(20_000);
  expect(readFileSync(file).byteLength).toBeLessThan((20_000 * 17) / 2);
  expect(((await readTable(file)).rows as unknown[][])[19_999]).toEqual(["19999", 19_999, "same"]);
  const failing = (function* () {
    yield { id: "x", value: 1 };
    throw new Error("no more");
  })();
  await expect(exportHdf5(failing, file)).rejects.toThrow("no more");
  await expectCode(exportHdf5([], join(file, "below.h5")), "STORAGE_FAILED");
  expect(readdirSync(dirname(file))).toEqual(["table.h5"]);
  expect(((await readTable(file)).rows as unknown[]).length).toBe(20_000);
});

test("a table that does not fit is VALUE_TOO_LARGE, and names the widest column", async () => {
  const rows = Array.from({ length: 2000 }, (_, i) => ({
    id: `${i}`,
    value: { log: i === 0 ? "x".repeat(2 ** 20) : "" },
  }));
  const error = await expectCode(exportHdf5(rows, join(tempFolder(), "table.h5")), "VALUE_TOO_LARGE");
  expect(error.message).toContain("'log'");
});

test("wrong arguments are refused", async () => {
  await expect(exportHdf5([], "")).rejects.toThrow(TypeError);
  await expect(exportHdf5([], "x.h5", { compression: 10 })).rejects.toThrow(RangeError);
});

test("of exports to one file at the same time, each succeeds, and the file is that of one", async () => {
  const folder = tempFolder();
  const file = join(folder, "table.h5");
  const counts = [1, 2, 3, 4, 5, 6, 7, 8];
  const tables = counts.map((count) => Array.from({ length: count }, (_, i) => ({ id: `r/${i}`, value: count })));
  expect(await Promise.all(tables.map((table) => exportHdf5(table, file)))).toEqual(counts);
  expect(readdirSync(folder)).toEqual(["table.h5"]);
  const { rows } = await readTable(file);
  expect(counts).toContain((rows as unknown[]).length);
});
