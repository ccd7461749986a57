import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileCalls, memoize, openStore } from "results-manager";
import { describe, expect, test } from "vitest";
import { linesOf, runAlone, runOnTerminal, runResults } from "./run-results.ts";
import { fill, MEDIA, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

describe.each(MEDIUM_NAMES)("rm, prune, gc, compact and calls over %s", (medium) => {
  test("rm removes what it is told, and only when it may", async () => {
    const store = await makeSample(medium, 3);
    const asked = await runResults("rm", store, "best");
    expect([asked.status, asked.stdout]).toEqual([2, ""]);
    expect(asked.stderr).toContain("--yes");
    expect(linesOf(await runResults("rm", "-r", store, "runs", "--dry-run"))).toHaveLength(3);
    expect(linesOf(await runResults("rm", store, "best", "runs/0/score", "--yes"))).toEqual([{ removed: 2 }]);
    expect((await runResults("rm", store, "best", "runs", "--yes")).status).toBe(3);
    const terminal = runOnTerminal(["rm", "-r", store, "runs"], { input: "y\n" });
    expect(terminal.stdout).toContain("[y/N]");
    expect(terminal.stdout).toContain("removed: 2");
    expect(linesOf(await runResults("ls", store))).toEqual([]);
  });

  test("a no on the terminal removes nothing", async () => {
    const store = await makeSample(medium, 1);
    expect(runOnTerminal(["rm", store, "best"], { input: "n\n" }).status).toBe(1);
    expect(linesOf(await runResults("ls", store))).toHaveLength(2);
  });

  test("prune removes what has expired", async () => {
    const store = await makeSample(medium, 1);
    await fill(store, (results) => results.set("short", runOf(1), { model: Run, ttlSeconds: 0.001 }));
    expect(linesOf(await runResults("prune", store, "--dry-run"))).toEqual([{ expired: 1 }]);
    expect(linesOf(await runResults("prune", store, "--yes"))).toEqual([{ removed: 1 }]);
    expect(linesOf(await runResults("compact", store, "--dry-run"))).toEqual([{ freeableBytes: expect.any(Number) }]);
    expect(linesOf(await runResults("compact", store))).toEqual([{ freedBytes: expect.any(Number) }]);
  });

  test("calls are listed, shown, and missed with a reason; gc keeps what they need", async () => {
    const url = MEDIA[medium](makeFolder());
    await using store = await openStore(url);
    const add = memoize(async (a: number, b: number) => a + b, {
      storage: store.calls,
      name: "add",
      parameters: ["a", "b"],
    });
    await add(1, 2);
    await store.values.save({ unused: true });
    const [listed] = linesOf<{ key: string }>(await runResults("calls", "list", url));
    expect(listed).toMatchObject({ name: "add", arguments: { a: 1, b: 2 } });
    const shown = await runResults("calls", "show", url, String(listed?.key).slice(0, 8));
    expect(linesOf(shown)).toMatchObject([{ name: "add", result: 3 }]);
    const call = ["calls", "explain-miss", url, "--name", "add", "--args"];
    expect(linesOf(await runResults(...call, '{"a":1,"b":2}'))).toEqual([{ stored: true }]);
    const miss = await runResults(...call, '{"a":1,"b":3}');
    expect(miss.status).toBe(1);
    expect(miss.stdout).toContain('"b"');
    expect(linesOf(await runResults("gc", url, "--dry-run"))).toEqual([{ unused: 1 }]);
    expect(linesOf(await runResults("gc", url, "--yes"))).toEqual([{ removed: 1 }]);
    expect(await add(1, 2)).toBe(3);
  });
});

test("migrate runs the upgrades of the module that it is given", async () => {
  const store = await makeSample("files", 2);
  const models = join(import.meta.dirname, "models.ts");
  const words = ["migrate", store, "runs", "--models", models];
  expect(linesOf(runAlone({}, ...words, "--dry-run"))).toEqual([{ old: 2 }]);
  expect(linesOf(runAlone({}, ...words, "--yes"))).toEqual([{ migrated: 2 }]);
  expect(linesOf(await runResults("get", store, "runs/0/score", "--field", "percent"))).toEqual([50]);
  expect((await runResults("migrate", store, "--yes")).status).toBe(2);
  const empty = join(makeFolder(), "empty.mjs");
  writeFileSync(empty, "");
  expect(runAlone({}, "migrate", store, "--models", empty, "--yes").stderr).toContain("neither registers nor exports");
});

test("commands that only look leave a store of files as it is", async () => {
  const folder = makeFolder();
  await using calls = new FileCalls(folder);
  await calls.values.save(1);
  expect((await runResults("prune", folder, "--dry-run")).status).toBe(0);
  expect((await runResults("stats", folder)).status).toBe(0);
});
