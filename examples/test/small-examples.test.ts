import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AsyncResultsManager, openResults } from "results-manager";
import { describe, expect, test } from "vitest";
import { readStore, runExample, tempFolder } from "./run-example.ts";

const EXAMPLES = [
  "people-and-teams",
  "promise-all",
  "switch-backend",
  "notes-in-a-log",
  "namespaces",
  "evolving-model",
  "experiment-tracking",
  "evaluation",
  "query-packages",
  "files-to-sqlite",
  "sqlite-batch",
  "sqlite-processes",
  "cached-api",
  "memoized-files",
] as const;

/** Runs an example twice, because a second run must not fail on the results of the first; returns its output and folder. */
async function twice(name: (typeof EXAMPLES)[number]): Promise<{ stdout: string; folder: string }> {
  const dir = tempFolder();
  await runExample(`${name}.ts`, ["--dir", dir]);
  const { code, stdout, stderr } = await runExample(`${name}.ts`, ["--dir", dir]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return { stdout, folder: join(dir, name) };
}

test("every example is run here and is in the README", () => {
  const there = readdirSync(new URL("..", import.meta.url)).filter((name) => name.endsWith(".ts"));
  // notes-in-a-log runs the medium of custom-backend; postgres-workers is run beside the tests of PostgreSQL, which have a server.
  const run = ["custom-backend", "postgres-workers", ...EXAMPLES];
  expect(there.sort()).toEqual(run.map((name) => `${name}.ts`).sort());
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(there.filter((name) => !readme.includes(`| [${name}](${name}) |`))).toEqual([]);
});

describe.concurrent("examples", () => {
  test("people-and-teams makes every call", async () => {
    const { stdout, folder } = await twice("people-and-teams");
    for (const code of [
      "RESULT_NOT_FOUND",
      "VALIDATION_FAILED",
      "INVALID_ID",
      "RESULT_EXISTS",
      "RESULT_DIFFERS",
      "BACKEND_CLOSED",
    ]) {
      expect(stdout).toContain(`${code}: `);
    }
    expect(stdout).toContain("ten birthdays at once: 51");
    expect(stdout).toContain("answers: [ 30.2, 30.2, 30.2 ] computed: 1");
    expect(stdout).toContain("exists: false pruned: 1");
    expect([...readStore(folder).keys()].sort()).toEqual(["people/ada", "people/bob", "teams/red"]);
    const source = readFileSync(new URL("../people-and-teams.ts", import.meta.url), "utf8");
    const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(AsyncResultsManager.prototype));
    const calls = Object.keys(members).filter((name) => name !== "constructor" && members[name]?.value !== undefined);
    expect(calls.length).toBeGreaterThan(15);
    expect(calls.filter((call) => !new RegExp(`(results|copy)\\.${call}\\(`).test(source))).toEqual([]);
  });

  test("promise-all stores the valid results and refuses the others", async () => {
    const { stdout, folder } = await twice("promise-all");
    expect(stdout).toContain("1995 stored, 5 refused as invalid, timers fired meanwhile: true");
    expect(stdout).toContain("1995 read one by one; of 2000, 5 are missing");
    expect(readStore(folder).size).toBe(1995);
  });

  test("switch-backend copies every record", async () => {
    const { stdout, folder } = await twice("switch-backend");
    expect(stdout).toContain("copied 1000 of 1000\nsummary: { copied: 1000, skipped: 0 }");
    expect(stdout).toContain("in files: 1010\ntimes kept: true\na bigint is kept: 1000000n\n");
    expect(readStore(folder).size).toBe(1010);
  });

  test("notes-in-a-log reads its log after reopening", async () => {
    const { stdout, folder } = await twice("notes-in-a-log");
    expect(stdout).toContain("opened again: [ 'notes/1', 'notes/3' ]");
    expect(stdout).toContain("text: 'hello, world'");
    const lines = readFileSync(join(folder, "notes.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line)[1])).toContain("notes/2");
  });

  test("namespaces distinguishes two models of one name", async () => {
    const { stdout, folder } = await twice("namespaces");
    for (const code of ["VALIDATION_FAILED", "MODEL_CONFLICT", "NAMESPACE_AMBIGUOUS", "MODEL_NOT_REGISTERED"]) {
      expect(stdout).toContain(`${code}: `);
    }
    const stored = readStore(folder);
    expect(stored.get("vision/1")).toMatchObject({
      model_type: "Result",
      namespace: "vision",
      data: { accuracy: 0.93 },
    });
    expect(stored.get("vision/2")).toMatchObject({ model_type: "Result", namespace: "archive" });
    expect(stored.get("speech/1")).toMatchObject({
      model_type: "Result",
      namespace: "speech",
      data: { wordErrors: 12 },
    });
  });

  test("evolving-model upgrades on read and migrates on request", async () => {
    const { stdout, folder } = await twice("evolving-model");
    expect(stdout).toContain("release 2 reads: { first: 'Edsger', last: 'W. Dijkstra' }\nstored is still version 1\n");
    expect(stdout).toContain("migrate rewrote: 2 and again: 0");
    expect(stdout).toContain("MODEL_TOO_OLD: ");
    const stored = [...readStore(folder).values()];
    expect(stored.map((record) => [Object.keys(record.data), record])).toEqual(
      Array(3).fill([["first", "last"], expect.objectContaining({ version: 2 })]),
    );
  });

  test("experiment-tracking continues after a kill", async () => {
    const { stdout, folder } = await twice("experiment-tracking");
    expect(stdout.match(/making the points/g)).toHaveLength(1);
    expect(stdout).toContain("training was killed by SIGKILL\nruns/1 is finished\nruns/2 starts after epoch 3\n");
    expect(stdout).toContain("best: { run: 'runs/3'");
    const stored = readStore(folder);
    for (const run of [1, 2, 3]) expect(stored.get(`runs/${run}/metrics`)?.data.losses).toHaveLength(6);
  });

  test("evaluation tells what a plain filter over its scores tells", async () => {
    const { stdout, folder } = await twice("evaluation");
    await using results = await openResults(`sqlite:${join(folder, "evaluation.db")}`);
    type Score = { run: string; model: string; prompt: string; accuracy: number; ms: number };
    const scores: Score[] = [];
    for (const id of await results.listIds()) scores.push((await results.inspect(id)).value as Score);
    expect(stdout).toContain(`${2 * 3 * 4 * 2} scores in 4 pages\n`);
    expect(scores).toHaveLength(48);
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    for (const model of ["short", "middle", "long"]) {
      const [monday, tuesday] = ["monday", "tuesday"].map((run) =>
        scores.filter((score) => score.model === model && score.run === run),
      ) as [Score[], Score[]];
      const average = (of: Score[]): string => percent(of.reduce((sum, { accuracy }) => sum + accuracy, 0) / of.length);
      const best = percent(Math.max(...tuesday.map(({ accuracy }) => accuracy)));
      const ms = tuesday.map((score) => score.ms).sort((a, b) => a - b)[Math.ceil(tuesday.length * 0.95) - 1] ?? 0;
      expect(stdout).toContain(`${model}: average ${average(tuesday)}, best ${best} on `);
      expect(stdout).toContain(`95 % within ${ms.toFixed(1)} ms`);
      expect(stdout).toContain(`${model}: ${average(monday)} on Monday, ${average(tuesday)} on Tuesday\n`);
    }
    const unsure = scores.filter(({ accuracy, ms }) => accuracy < 0.1 || ms >= 1_000);
    expect(stdout).toContain(`${unsure.length} scores below 10 % or slower`);
  });

  test("query-packages tells what a plain filter over the packages tells", async () => {
    const { stdout, folder } = await twice("query-packages");
    type Info = { name: string; licence: string; bytes: number; dependencies: string[] };
    const stored = [...readStore(folder)].map(([id, { data }]) => ({ id, info: data as Info }));
    expect(stdout).toMatch(new RegExp(`^${stored.length} packages, in @`));
    for (const [licence, of] of Map.groupBy(stored, ({ info }) => info.licence)) {
      const bytes = of.reduce((sum, { info }) => sum + info.bytes, 0);
      expect(stdout).toContain(`licence ${licence}: ${of.length} packages, ${bytes} bytes\n`);
    }
    const largest = stored.toSorted((a, b) => b.info.bytes - a.info.bytes).slice(0, 3);
    for (const { id, info } of largest) expect(stdout).toContain(`  ${id}: ${info.bytes} bytes in `);
    const lonely = stored.filter(({ info }) => info.dependencies.length === 0 && info.licence !== "MIT");
    expect(stdout).toContain(`not under MIT and without dependencies: ${lonely.length}\n`);
    const names = stored.flatMap(({ info }) => (info.dependencies.length >= 3 ? [info.name] : [])).sort();
    expect(stdout).toContain(`page 1: ${names.slice(0, 2).join(", ")}\n`);
    expect(stdout).toContain(`page 2: ${names.slice(2, 4).join(", ")}\n`);
  });

  test("files-to-sqlite copies every record and shows its progress", async () => {
    const { stdout } = await twice("files-to-sqlite");
    expect(stdout).toContain("copied 1000 of 1000\nsummary: { copied: 1000, skipped: 0 }\ntimes kept: true");
    expect(stdout).toContain("fetched: 2023-11-14T22:13:20.007Z,\n  bytes: 343n");
  });

  test("sqlite-batch stores ten thousand results", async () => {
    const { stdout } = await twice("sqlite-batch");
    expect(stdout).toContain("sum of the roots: 666616.459\nbelow roots/7: 100\n");
  });

  test("sqlite-processes gives each task to one process", async () => {
    const { stdout } = await runExample("sqlite-processes.ts", ["--dir", tempFolder()]);
    expect(stdout).toContain("exit codes: 0 0 0 0\n200 tasks, taken by worker-");
    expect(stdout).toContain("counted together: 200\n");
  });

  test("cached-api calls the API once per key and window, from several processes", async () => {
    const { stdout } = await runExample("cached-api.ts", ["--dir", tempFolder()]);
    expect(stdout).toContain(
      "window 1: 2400 answers, 3 calls of the API\nwindow 2: 2400 answers, 3 calls of the API\n",
    );
    expect(stdout).toContain("exit codes: 0 0 0 0\nafter invalidateTag('Lima'): Berlin, Lagos\n");
  });

  /** The examples have one way to their folder, so `pnpm test` tries two of them, one with worker processes. */
  const WITHOUT_DIR = process.env.TEST_ALL ? EXAMPLES : (["namespaces", "experiment-tracking"] as const);
  test.for(WITHOUT_DIR)("%s needs no --dir and leaves nothing behind", async (name) => {
    const temp = tempFolder();
    expect(await runExample(`${name}.ts`, [], { TMPDIR: temp })).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(temp)).toEqual([]);
  });

  test("memoized-files compares every pair of files once, and none in a second run", async () => {
    const dir = tempFolder();
    const first = await runExample("memoized-files.ts", ["--dir", dir]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const [, files, pairs] = /^(\d+) files, (\d+) pairs/m.exec(first.stdout) ?? [];
    expect(Number(files)).toBeGreaterThan(20);
    expect(Number(pairs)).toBe((Number(files) * (Number(files) - 1)) / 2);
    // Three processes make all calls: if two of them computed the same one, more would be computed than stored.
    expect(first.stdout).toContain(`computed: ${Number(files) + Number(pairs)}, in `);
    const second = await runExample("memoized-files.ts", ["--dir", dir]);
    expect(second.stdout).toContain("computed: 0, in ");
    expect(second.stdout).toMatch(/^most tokens: .*\.ts \d+$/m);
    expect(second.stdout).toMatch(/^most alike: .*\.ts and .*\.ts, 0\.\d+$/m);
    expect(second.stdout).toMatch(/^a change in one file misses: arguments\.text differs at /m);
  });
});
