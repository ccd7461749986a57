import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { differingParts } from "../src/text/differing-parts.ts";
import { flatten } from "../src/text/flatten.ts";
import { linesOf, runOnTerminal, runResults } from "./run-results.ts";
import { Anything, fill, MEDIA, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

describe.each(MEDIUM_NAMES)("table and diff over %s", (medium) => {
  test("table has a row for each result and a column for each field", async () => {
    const store = await makeSample(medium, 3);
    const csv = await runResults("table", store, "runs", "--csv");
    expect(csv).toMatchObject({ status: 0, stderr: "" });
    expect(csv.stdout.split("\n").slice(0, 2)).toEqual([
      "id,model,accuracy,config.lr,at",
      "runs/0/score,opus,0.5,1,1970-01-01T00:00:00.000Z",
    ]);
    expect(
      linesOf(await runResults("table", store, "runs", "--keep", "config", "--keep", "model", "--only-changed")),
    ).toEqual([
      { id: "runs/0/score", model: "opus", "config.lr": 1 },
      { id: "runs/1/score", model: "haiku", "config.lr": 0.1 },
      { id: "runs/2/score", model: "opus", "config.lr": 0.01 },
    ]);
    const some = await runResults("table", store, "--drop", "config", "--drop", "at", "--limit", "1");
    expect(linesOf(some)).toEqual([{ id: "best", model: "opus", accuracy: 0.7 }]);
    expect(some.stderr).toContain("more than 1");
  });

  test("diff compares two results, prefixes and stores", async () => {
    const store = await makeSample(medium, 3);
    const ids = await runResults("diff", store, "runs/0/score", "runs/2/score");
    expect(ids.status).toBe(1);
    expect(linesOf(ids)).toContainEqual({
      change: "changed",
      id: "runs/2/score",
      path: "accuracy",
      from: 0.5,
      to: 0.7,
    });
    const prefixes = await runResults("diff", store, "runs/0", "runs/1", "--ids");
    expect(linesOf(prefixes)).toEqual([{ change: "changed", id: "runs/1/score" }]);
    expect(await runResults("diff", store, store)).toEqual({ status: 0, stdout: "", stderr: "" });

    const other = await makeSample("files", 3);
    await fill(other, async (results) => {
      await results.delete("runs/1/score");
      await results.set("runs/9", runOf(9), { model: Run });
    });
    expect(linesOf(await runResults("diff", store, other))).toEqual([
      { change: "removed", id: "runs/1/score" },
      { change: "added", id: "runs/9" },
    ]);
  });
});

describe.each(MEDIUM_NAMES)("stats, schema, types and completion over %s", (medium) => {
  test("stats counts by face and model", async () => {
    const store = await makeSample(medium, 2);
    const [all, model] = linesOf(await runResults("stats", store));
    expect(all).toMatchObject({ face: "results", records: 3, damaged: 0, expired: 0 });
    expect(model).toMatchObject({ face: "results", model: "Run", version: 1, records: 3 });
  });

  test("schema and types tell what the models are", async () => {
    const store = await makeSample(medium, 1);
    expect(linesOf(await runResults("schema", store))).toMatchObject([
      { name: "Run", version: 1, jsonSchema: { type: "object" } },
    ]);
    expect(runOnTerminal(["schema", store, "Run"]).stdout).toContain('"accuracy": {');
    expect((await runResults("schema", store, "Rum")).status).toBe(2);
    expect((await runResults("types", store, "--json")).status).toBe(2);
    expect((await runResults("types", store)).stdout).toContain(
      "export type Run = {\n  readonly model: string;\n  readonly accuracy: number;\n  readonly config: {\n    readonly lr: number;\n  };\n  readonly at: unknown;\n};",
    );
  });
});

test("values of different types differ, also where their JSON is the same", async () => {
  const stored = { at: new Date(0), n: 1n, same: Number.NaN, gone: null };
  expect([...differingParts(stored, { at: "1970-01-01T00:00:00.000Z", n: "1", same: Number.NaN })]).toEqual([
    { path: "at", from: "1970-01-01T00:00:00.000Z", to: "'1970-01-01T00:00:00.000Z'" },
    { path: "n", from: "1n", to: "'1'" },
    { path: "gone", from: null },
  ]);
  expect([...differingParts(new Map([["a", 1]]), { a: 1 })]).toHaveLength(1);
  const nested = [...differingParts({ a: { "b.c": 0 } }, { a: { "b.c": -0 } })];
  expect(nested).toEqual([{ path: "a.b\\.c", from: "0", to: "-0" }]);
  expect([...differingParts({ value: 1 }, 1)]).toEqual([{ path: "", from: { value: 1 }, to: 1 }]);
});

test("table tells fields that differ by their types alone", async () => {
  const store = await makeSample("files", 1);
  await fill(store, async (results) => {
    await results.set("typed/1", { same: 1, at: new Date(0), in: { a: 1 } }, { model: Anything });
    await results.set("typed/2", { same: 1, at: "1970-01-01T00:00:00.000Z", in: {} }, { model: Anything });
  });
  const rows = linesOf(await runResults("table", store, "typed", "--only-changed"));
  expect(Object.keys(rows[0] ?? {})).toEqual(["id", "at", "in.a"]);
  expect((await runResults("table", store, "--keep", "att")).stderr).toBe("No result has a field 'att'.\n");
});

test("fields keep apart from each other and from the id of their result", async () => {
  expect(flatten({ id: 1, "a.b": 2, a: { b: 3 } })).toEqual({ "\\id": 1, "a\\.b": 2, "a.b": 3 });
});

test("a damaged result is told by table and diff, with code 1", async () => {
  const store = await makeSample("files", 2);
  writeFileSync(join(store, "runs/1/score.json"), "{ torn");
  const table = await runResults("table", store, "runs");
  expect(table.status).toBe(1);
  expect(linesOf(table)).toHaveLength(1);
  expect(table.stderr).toContain("runs/1/score");
  const diff = linesOf(await runResults("diff", store, "runs/0", "runs/1"));
  expect(diff).toContainEqual({
    change: "changed",
    id: "runs/1/score",
    path: "$model",
    from: "default/Run 1",
    to: "CORRUPT_RECORD",
  });
});

test("each shell gets a script that knows the commands", async () => {
  for (const shell of ["bash", "zsh", "fish"])
    expect((await runResults("completion", shell)).stdout).toContain("explain");
  expect((await runResults("completion", "tcsh")).status).toBe(2);
});

test("a store in memory, or at no place, has nothing to compare", async () => {
  expect((await runResults("diff", "memory:", MEDIA.files(makeFolder()))).status).toBe(3);
});
