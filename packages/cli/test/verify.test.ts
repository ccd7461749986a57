import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { killedWriter } from "@results-manager/testing/processes";
import { openStore } from "results-manager";
import { describe, expect, test } from "vitest";
import { INTACT, type Planted, plantInDatabase, plantInFiles } from "./plant-damage.ts";
import { linesOf, runAlone, runOnTerminal, runResults } from "./run-results.ts";
import { MEDIA, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

const PLANT = { files: plantInFiles, sqlite: plantInDatabase } as const;
const RECIPES = {
  files: { module: new URL("../../backend-fs/src/index.ts", import.meta.url).href, export: "FileBackend" },
  sqlite: { module: new URL("../../backend-sqlite/src/index.ts", import.meta.url).href, export: "SqliteBackend" },
} as const;

function faultsOf(stdout: string): string[] {
  return linesOf<Planted>({ stdout })
    .map(({ face, key, kind }) => `${face} ${key}: ${kind}`)
    .sort();
}

describe.each(MEDIUM_NAMES)("verify over %s", (medium) => {
  test("finds each planted damage, and sets it aside; every intact record stays", async () => {
    const url = MEDIA[medium](makeFolder());
    const planted = await PLANT[medium](url);
    expect(planted.length).toBeGreaterThanOrEqual(20);
    const found = await runResults("verify", url);
    expect(found.status).toBe(1);
    expect(faultsOf(found.stdout)).toEqual(planted.map(({ face, key, kind }) => `${face} ${key}: ${kind}`).sort());
    const refused = await runResults("verify", url, "--fix");
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    expect(await runResults("verify", url, "--fix", "--yes")).toMatchObject({ status: 1, stdout: found.stdout });
    const left = faultsOf((await runResults("verify", url)).stdout);
    expect(left.filter((fault) => !/: (?:dangling|database)$/.test(fault))).toEqual([]);
    await using store = await openStore(url);
    expect((await store.results.listIds()).filter((id) => id.startsWith("runs/"))).toEqual([...INTACT].sort());
    expect(await store.results.get("runs/7", Run)).toEqual(runOf(2));
    expect(await store.results.get("short/a", Run)).toEqual(runOf(1));
    expect(await store.cache.getValue("good")).toEqual({ key: "good" });
    expect(await store.values.load("kept")).toEqual({ kept: 1 });
    const names: string[] = [];
    for await (const { name } of store.calls.query({})) names.push(name);
    expect(names.sort()).toEqual(medium === "files" ? ["dangling", "good", "renamed"] : ["dangling", "good"]);
    const damaged = planted.filter(({ kind }) => kind === "damaged" || kind === "bad name").length;
    expect(inQuarantine(url)).toBe(damaged);
  });

  test("finds no fault after kills of a writer", async () => {
    const url = MEDIA[medium](makeFolder());
    const recipe = { ...RECIPES[medium], args: [url.replace("sqlite:", "")] };
    await killedWriter(recipe, { kills: 2 });
    expect(await runResults("verify", url)).toMatchObject({ status: 0, stdout: "" });
  });

  test("validates with the models of a module", async () => {
    const store = await makeSample(medium, 2);
    const strict = join(import.meta.dirname, "strict-models.ts");
    const { status, stdout } = runAlone({}, "verify", store, "--models", strict);
    expect(status).toBe(1);
    expect(faultsOf(stdout)).toEqual(["results runs/0/score: invalid"]);
    expect(await runResults("verify", store)).toMatchObject({ status: 0, stdout: "" });
  });
});

test("damaged pages of a database are told, and nothing is written to it", async () => {
  const store = await makeSample("sqlite", 200);
  const path = store.slice("sqlite:".length);
  const file = openSync(path, "r+");
  for (const part of [0.3, 0.5, 0.7])
    writeSync(file, Buffer.alloc(5000, 0xa5), 0, 5000, Math.floor(statSync(path).size * part));
  closeSync(file);
  const damaged = readFileSync(path);
  const found = await runResults("verify", store);
  expect([found.status, found.stderr]).toEqual([1, ""]);
  expect(faultsOf(found.stdout)).toContain("store : database");
  expect(await runResults("verify", store, "--fix", "--yes")).toEqual({
    ...found,
    stderr: expect.stringContaining("Nothing was moved"),
  });
  expect(readFileSync(path).equals(damaged)).toBe(true);
});

test("a terminal is asked, and wrong words are refused", async () => {
  const store = await makeSample("files", 1);
  const no = runOnTerminal(["verify", store, "--fix"], { input: "n\n" });
  expect([no.status, no.stdout.includes("[y/N]")]).toEqual([1, true]);
  expect((await runResults("verify", `${store}/none`)).status).toBe(3);
  expect((await runResults("verify", "memory:", "--fix", "--yes")).status).toBe(2);
});

test("what is behind a link of the store is told, and not moved", async () => {
  const store = await makeSample("files", 1);
  const elsewhere = makeFolder();
  writeFileSync(join(elsewhere, "torn.json"), '{"model_type": "Torn');
  symlinkSync(elsewhere, join(store, "linked"));
  const { status, stdout, stderr } = await runResults("verify", store, "--fix", "--yes");
  expect([status, faultsOf(stdout)]).toEqual([1, ["results linked/torn: damaged"]]);
  expect(stderr).toContain("Not moved: 1");
  expect(readdirSync(elsewhere)).toEqual(["torn.json"]);
  writeFileSync(join(store, "torn.json"), '{"model_type": "Torn');
  symlinkSync(elsewhere, join(store, ".results-manager", "quarantine"));
  expect((await runResults("verify", store, "--fix", "--yes")).stderr).toContain("is a link");
  expect(readdirSync(elsewhere)).toEqual(["torn.json"]);
});

/** Number of files or rows in the quarantine of a store. */
function inQuarantine(url: string): number {
  if (!url.startsWith("sqlite:")) {
    const entries = readdirSync(join(url, ".results-manager/quarantine"), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).length;
  }
  const raw = new DatabaseSync(url.slice("sqlite:".length));
  const { count } = raw.prepare("select count(*) as count from results_manager_quarantine").get() as { count: number };
  raw.close();
  return count;
}

test("what makes all of a database unreadable is told once", async () => {
  const url = await makeSample("sqlite");
  const path = url.replace("sqlite:", "");
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xff, 4096));
  const { status, stdout } = await runResults("verify", url);
  const told = linesOf<{ key: string; kind: string; message: string }>({ stdout });
  const messages = told.filter(({ kind }) => kind === "unreadable").map(({ message }) => message);
  expect(status).toBe(1);
  expect(messages.length).toBeGreaterThan(0);
  expect(messages).toEqual([...new Set(messages)]);
});
