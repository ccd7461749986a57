import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { linesOf, runAlone, runOnTerminal, runResults } from "./run-results.ts";
import { makeFolder, makeSample } from "./sample-store.ts";

interface Finding {
  readonly check: string;
  readonly found: string;
  readonly problem: string | null;
}

test("versions and native modules are looked at without a store", async () => {
  const { status, stdout } = await runResults("doctor");
  expect(status).toBe(0);
  const findings = new Map(linesOf<Finding>({ stdout }).map(({ check, found }) => [check, found]));
  expect(findings.get("Node")).toBe(process.versions.node);
  expect(findings.get("SQLite")).toMatch(/^3\.\d+\.\d+, better-sqlite3 \d+/);
  expect(findings.get("kernel locks")).toMatch(/^fs-native-extensions \d/);
  expect(findings.get("results-manager")).toBe(findings.get("@results-manager/core"));
});

test.each(["files", "sqlite"] as const)(
  "the file system of a store of %s is tried, and nothing is left there",
  async (medium) => {
    const store = await makeSample(medium, 1);
    const folder = medium === "files" ? store : dirname(store.slice("sqlite:".length));
    const { status, stdout } = await runResults("doctor", store, "--json");
    const findings = JSON.parse(stdout) as Finding[];
    expect([status, findings.filter(({ problem }) => problem !== null)]).toEqual([0, []]);
    const checks = findings.map(({ check }) => check);
    expect(checks).toEqual(
      expect.arrayContaining(["store", "file system", "space", "writing", "locks", "syncing of folders"]),
    );
    expect(checks.includes("hard links")).toBe(medium === "files");
    expect(readdirSync(folder).filter((name) => name.includes("doctor"))).toEqual([]);
  },
);

test("what is wrong is said in plain words", async () => {
  expect((await runResults("doctor", join(makeFolder(), "none"))).status).toBe(3);
  // A copy of the package whose native module is broken.
  const folder = makeFolder();
  const modules = join(folder, "node_modules", "better-sqlite3");
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, "package.json"), '{ "name": "better-sqlite3", "version": "0.0.0", "main": "index.js" }');
  writeFileSync(
    join(modules, "index.js"),
    "throw Object.assign(new Error('wrong ELF class'), { code: 'ERR_DLOPEN_FAILED' });",
  );
  const broken = join(folder, "break.cjs");
  const resolve = `const load = Module._resolveFilename; Module._resolveFilename = function (name, ...rest) {
    return name === "better-sqlite3" ? ${JSON.stringify(join(modules, "index.js"))} : load.call(this, name, ...rest); };`;
  writeFileSync(broken, `const Module = require("node:module"); ${resolve}`);
  const run = runAlone({ env: { NODE_OPTIONS: `--require ${broken}` } }, "doctor");
  expect(run.status).toBe(1);
  const wrong = linesOf<Finding>(run).filter(({ problem }) => problem !== null);
  expect(wrong).toEqual([
    { check: "SQLite", found: "no (ERR_DLOPEN_FAILED)", problem: expect.stringContaining("Install it again") },
  ]);
  expect(runOnTerminal(["doctor"]).stdout).toContain("Node");
});
