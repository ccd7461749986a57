import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { moduleFlags } from "@results-manager/testing/processes";
import { expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "..", "bench", "main.ts");

/** Run by `pnpm test:all`: it takes a minute, because it measures other libraries, too. */
test.runIf(process.env.TEST_ALL)("a short bench runs every row of every suite", { timeout: 600_000 }, () => {
  const all = [...moduleFlags(), MAIN, "--records", "200", "--rounds", "1", "--scale", "1000"];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 }); // Peers may write to it, too.
  for (const suite of ["files-process", "files-full", "sqlite-process", "sqlite-full"])
    expect(stdout).toContain(`${suite}: 200 records`);
  const rows = [
    "batch sets",
    "sequential sets",
    "batch gets",
    "sequential gets",
    "exists",
    "prefix list",
    "list all, an id",
  ];
  for (const row of [...rows, "batch deletes"]) {
    expect(stdout.match(new RegExp(`^${row} .*\\d\\.\\d`, "gm"))?.length).toBeGreaterThanOrEqual(4);
  }
  for (const suite of ["cache-memory", "cache-memory-records", "cache-sqlite", "cache-sqlite-full"])
    expect(stdout).toContain(`${suite}: 200 values`);
  for (const row of ["multi sets", "multi gets", "sequential incr"])
    expect(stdout.match(new RegExp(`^${row} .*\\d\\.\\d`, "gm"))).toHaveLength(4);
  expect(stdout).toMatch(/longest block by a batch of 200\n {2}sets: \d/);
  for (const call of ["get", "set", "getMany", "setMany"])
    expect(stdout.match(new RegExp(`${call} +[\\d.]+, against .*: [\\d.]+, target`, "g"))).toHaveLength(5);
  expect(stdout).toContain("memoize: 200 calls");
  for (const each of [
    "raw better-sqlite3",
    "memoize on SqliteCalls",
    "memoize on FileCalls",
    "p-memoize",
    "memoize-fs",
  ])
    expect(stdout).toMatch(new RegExp(`^${each}.* hit +[\\d.]+ µs +[\\d.]+ of raw, miss +\\d+ µs`, "m"));
  expect(stdout).toMatch(/^digest of 1 KB: [\d.]+ µs, .* ratio \d/m);
  expect(stdout).toMatch(/^values-scale: saved in parts, [\d.]+ µs per node of 100000, .* ratio \d/m);
  expect(stdout.match(/^(?:expand|contains) on (?:SQLite|files): [\d.]+ µs among \d+/gm)).toHaveLength(4);
  expect(stdout).toMatch(/^sqlite-batch: \d+ MiB/m);
  expect(stdout).toMatch(/^get: [\d.]+ µs among 1000, .* ratio \d/m);
  expect(stdout).toMatch(/^files-scale: ids\(\) over 1000 records in .* \d+ MiB resident/m);
  expect(stdout).toMatch(/a prefix of 100: \d+ µs among 1000/);
});

test("a short bench of one suite runs every row", { timeout: 600_000 }, () => {
  const sizes = ["--records", "200", "--rounds", "1", "--only", "cache-memory"];
  const all = [...moduleFlags(), MAIN, ...sizes];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  for (const row of ["multi sets", "multi gets", "sequential incr"])
    expect(stdout).toMatch(new RegExp(`^${row} .*\\d\\.\\d`, "m"));
});

test("a bench against another checkout compares every row", { timeout: 600_000 }, () => {
  const root = join(import.meta.dirname, "../..");
  const parts = process.env.TEST_ALL
    ? ["files-process", "cache-memory", "memoize", "digest", "sync"]
    : ["files-process"];
  const only = parts.flatMap((part) => ["--only", part]);
  const sizes = ["--records", "200", "--rounds", "1", "--again", "0"];
  const all = [...moduleFlags(), MAIN, "--against", root, ...sizes, ...only];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(stdout.includes("SLOWER") ? 1 : 0); // The time of a few calls in one round is arbitrary.
  for (const part of parts) expect(stdout).toMatch(new RegExp(`^${part}, µs per operation +before +now +ratio`, "m"));
  const rows = ["batch sets", "batch deletes"];
  const more = ["sequential incr", "SQLite, miss", "files, hit", "memory, getMany"];
  for (const row of process.env.TEST_ALL ? [...rows, ...more] : rows)
    expect(stdout).toMatch(new RegExp(`^${row} +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+–[\\d.]+ +\\d+`, "m"));
});
