import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { COMMANDS } from "../../cli/test/each-command.ts";
import { linesOf, runResults } from "../../cli/test/run-results.ts";
import { addFaces, fill, makeFolder, makeSample, Run, runOf } from "../../cli/test/sample-store.ts";
import { runRaw } from "./new-schema.ts";

/** Makes an empty database, since a URL names no schema; returns its URL. */
async function newDatabase(): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await runRaw(`create database ${name}`);
  onTestFinished(async () => void (await runRaw(`drop database ${name} with (force)`)));
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

test("every command of the command line works over PostgreSQL", async () => {
  const url = await newDatabase();
  const missing = await runResults("ls", url);
  expect([missing.status, missing.stdout]).toEqual([3, ""]);
  expect(missing.stderr).toContain("results import");

  const sample = await makeSample("sqlite", 3);
  await addFaces(sample);
  const copied = await runResults("copy", sample, url);
  expect([copied.status, linesOf(copied)]).toEqual([
    0,
    [
      { face: "results", copied: 4, skipped: 0, failed: 0 },
      { face: "cache", copied: 2, skipped: 0, failed: 0 },
      { face: "values", copied: 2, skipped: 0, failed: 0 },
      { face: "calls", copied: 1, skipped: 0, failed: 0 },
    ],
  ]);
  expect((await runResults("export", url)).stdout).toBe((await runResults("export", sample)).stdout);
  expect(await runResults("diff", sample, url)).toEqual({ status: 0, stdout: "", stderr: "" });

  const back = join(makeFolder(), "lines.jsonl");
  await runResults("export", url, "-o", back);
  const other = await newDatabase();
  expect(linesOf(await runResults("import", other, back))).toMatchObject([{ imported: 4 }, {}, {}, { imported: 1 }]);
  expect((await runResults("export", other)).stdout).toBe((await runResults("export", sample)).stdout);

  await fill(url, (results) => results.set("short", runOf(1), { model: Run, ttlSeconds: 0.001 }));
  expect(linesOf(await runResults("prune", url, "--dry-run"))).toEqual([{ expired: 1 }]);
  const best = ["-w", "accuracy>=0.6", "--order=-accuracy", "--limit", "1", "--ids"];
  expect(linesOf(await runResults("find", url, "Run", ...best))).toEqual([{ id: "best" }]);
  for (const [name, { words, status = 0, prints = "" }] of Object.entries(COMMANDS)) {
    const run = await runResults(name, ...words(url, makeFolder()));
    expect([name, run]).toEqual([
      name,
      { status, stdout: expect.stringContaining(prints), stderr: expect.any(String) },
    ]);
    expect(run.stderr).not.toContain("results:");
  }
});
