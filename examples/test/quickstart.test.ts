import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { moduleFlags } from "@results-manager/testing";
import type { Ended } from "@results-manager/testing/processes";
import { describe, expect, test } from "vitest";
import { readStore, runExample, tempFolder } from "./run-example.ts";

const RESULTS = join(import.meta.dirname, "../../packages/cli/bin/results.js");
const quickstart = (...args: readonly string[]): Promise<Ended> => runExample("quickstart/main.ts", args);

/** Counts that a run prints. */
function inventoryOf({ stdout }: Ended): { computed: number; alreadyThere: number } {
  const [, computed, alreadyThere] = /^(\d+) computed, (\d+) already there$/m.exec(stdout) ?? [];
  return { computed: Number(computed), alreadyThere: Number(alreadyThere) };
}

/** Makes a small `node_modules` in the layout of pnpm from the contents of each `package.json`. */
function installed(packages: Readonly<Record<string, string>>): string {
  const root = tempFolder();
  for (const [path, manifest] of Object.entries(packages)) {
    const folder = join(root, ".pnpm", path);
    mkdirSync(join(folder, "lib"), { recursive: true });
    writeFileSync(join(folder, "package.json"), manifest);
    writeFileSync(join(folder, "lib/index.js"), "12345");
  }
  return root;
}

describe.concurrent("quickstart", () => {
  test("the quickstart inspects every installed package and computes nothing twice", async () => {
    const dir = tempFolder();
    const first = await quickstart("--dir", dir);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const { computed, alreadyThere } = inventoryOf(first);
    const stored = readStore(dir);
    const ids = [...stored.keys()].filter((id) => id.startsWith("packages/"));
    expect(computed).toBeGreaterThan(100);
    expect(alreadyThere).toBe(0);
    // Four processes compete for each package: if two won the same one, more would be computed than stored.
    expect(ids).toHaveLength(computed);
    const valibot = ids.find((id) => /^packages\/valibot\/\d/.test(id)) as string;
    expect(stored.get(valibot)).toMatchObject({ model_type: "PackageInfo", data: { name: "valibot", licence: "MIT" } });
    expect(ids.some((id) => /^packages\/@types\/node\/\d/.test(id))).toBe(true);
    expect(stored.get("summary")?.data).toMatchObject({ packages: computed, bytes: expect.any(Number) });
    expect(first.stdout).toContain(`inspected ${computed} of ${computed}\n`);
    expect(first.stdout).toMatch(/Licences\n {2}MIT +\d+\n/);
    // The file that it names exists.
    const [, shown] = /^ {2}cat (.*packages.*)$/m.exec(first.stdout) ?? [];
    expect(existsSync(shown as string)).toBe(true);
    // The commands that it names work.
    const commands = [...first.stdout.matchAll(/^ {2}npx .* results (.*)$/gm)].map(([, words = ""]) =>
      words.split(" "),
    );
    const printed = commands.map((words) => spawnSync(process.execPath, [...moduleFlags(), RESULTS, ...words]));
    expect(printed.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(printed.map(({ stdout }) => String(stdout).split("\n")[0])).toEqual([
      expect.stringMatching(/"packages"/),
      expect.stringMatching(/"bytes":\d+/),
      expect.stringMatching(/"licence"/),
    ]);

    const before = ids.map((id) => statSync(join(dir, `${id}.json`)).mtimeMs);
    const second = await quickstart("--dir", dir, "--processes", "2");
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(inventoryOf(second)).toEqual({ computed: 0, alreadyThere: computed });
    expect(ids.map((id) => statSync(join(dir, `${id}.json`)).mtimeMs)).toEqual(before);
    const { takenAt: _first, ...summary } = stored.get("summary")?.data ?? {};
    const { takenAt: _second, ...again } = readStore(dir).get("summary")?.data ?? {};
    expect(again).toEqual(summary);
  });

  test("packages with an invalid package.json are left out, with the reason", async () => {
    const root = installed({
      "good@1.0.0/node_modules/good":
        '{"name": "good", "version": "1.0.0", "license": "MIT", "dependencies": {"@s/scoped": "1"}}',
      "@s+scoped@2.0.0/node_modules/@s/scoped": '{"name": "@s/scoped", "version": "2.0.0", "license": {"type": "ISC"}}',
      "old@3.0.0/node_modules/old": '{"name": "old", "version": "3.0.0", "licenses": [{"type": "MIT"}, "ISC"]}',
      "list@1.0.0/node_modules/list": '\uFEFF{"name": "list", "version": "1.0.0", "license": ["MIT", {"type": "BSD"}]}',
      "odd@1.0.0/node_modules/odd": '{"name": "odd", "version": "1.0.0", "license": {"url": 1}, "licenses": null}',
      "twice@1.0.0_a@1/node_modules/twice": '{"name": "twice", "version": "1.0.0"}',
      "twice@1.0.0_a@2/node_modules/twice": '{"name": "twice", "version": "1.0.0"}',
      "broken@1.0.0/node_modules/broken": '{"name": "broken", "vers',
      "nameless@1.0.0/node_modules/nameless": '{"version": "1.0.0"}',
      "hostile@1.0.0/node_modules/hostile": '{"name": "../../hostile", "version": "1.0.0"}',
      "endless@1.0.0/node_modules/endless": `{"name": "${"n".repeat(201)}", "version": "1.0.0"}`,
      "number@1.0.0/node_modules/number": '{"name": "number", "version": 1}',
    });
    symlinkSync(join(root, ".pnpm/@s+scoped@2.0.0/node_modules/@s"), join(root, ".pnpm/good@1.0.0/node_modules/@s"));
    const dir = tempFolder();
    const first = await quickstart("--dir", dir, "--node-modules", root);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(inventoryOf(first)).toEqual({ computed: 6, alreadyThere: 0 });
    expect(first.stdout).toContain("5 left out, because their package.json is invalid:");
    expect(first.stdout).toMatch(/nameless: name: /);
    expect(first.stdout).toMatch(/hostile: name: not a package name/);
    expect(first.stdout).toMatch(/endless: name: Invalid length/);
    expect(first.stdout).toMatch(/number: version: /);
    const stored = readStore(dir);
    expect([...stored.keys()].sort()).toEqual([
      "packages/@s/scoped/2.0.0",
      "packages/good/1.0.0",
      "packages/list/1.0.0",
      "packages/odd/1.0.0",
      "packages/old/3.0.0",
      "packages/twice/1.0.0",
      "summary",
    ]);
    expect(stored.get("packages/good/1.0.0")?.data).toMatchObject({
      licence: "MIT",
      dependencies: ["@s/scoped"],
      files: 2,
    });
    expect(stored.get("packages/@s/scoped/2.0.0")?.data).toMatchObject({ licence: "ISC" });
    expect(stored.get("packages/old/3.0.0")?.data).toMatchObject({ licence: "MIT OR ISC" });
    expect(stored.get("packages/list/1.0.0")?.data).toMatchObject({ licence: "MIT OR BSD" });
    expect(stored.get("packages/odd/1.0.0")?.data).toMatchObject({ licence: "none stated" });
    expect(stored.get("packages/twice/1.0.0")?.data).toMatchObject({ licence: "none stated" });

    const second = await quickstart("--dir", dir, "--node-modules", root);
    expect(inventoryOf(second)).toEqual({ computed: 0, alreadyThere: 6 });
    expect(second.stdout).toContain("5 left out");
  });

  test("a damaged result fails the run and is named, and is computed again after its removal", async () => {
    const root = installed({ "a@1.0.0/node_modules/a": '{"name": "a", "version": "1.0.0"}' });
    const dir = tempFolder();
    const run = (): Promise<Ended> => quickstart("--dir", dir, "--node-modules", root, "--processes", "1");
    await run();
    writeFileSync(join(dir, "packages/a/1.0.0.json"), "");
    const failed = await run();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(join(dir, "packages/a/1.0.0.json"));
    rmSync(join(dir, "packages/a/1.0.0.json"));
    expect(inventoryOf(await run())).toEqual({ computed: 1, alreadyThere: 0 });
  });

  test("invalid options are refused with a message and an exit code", async () => {
    const empty = tempFolder();
    const file = join(empty, "file");
    writeFileSync(file, "");
    const dir = join(empty, "store");
    expect(await quickstart("--dir", dir, "--bogus")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--bogus"),
    });
    expect(await quickstart("--dir", dir, "--processes", "0")).toMatchObject({
      code: 1,
      stderr: "--processes must be a whole number from 1, got '0'.\n",
    });
    expect(await quickstart("--dir", file)).toMatchObject({ code: 1, stderr: expect.stringContaining("is a file") });
    expect(await quickstart("--dir", dir, "--node-modules", empty)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No packages under"),
    });
    expect(await quickstart("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("--processes N"),
      stderr: "",
    });
  });
});
