import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linesOf, runAlone, runOnTerminal, runResults } from "./run-results.ts";
import { MEDIUM_NAMES, makeFolder, makeSample } from "./sample-store.ts";

describe.each(MEDIUM_NAMES)("ls, get and info over %s", (medium) => {
  test("ls lists the next segments with the results below each", async () => {
    const store = await makeSample(medium);
    expect(linesOf(await runResults("ls", store))).toEqual([
      { id: "best", count: 1, isResult: true },
      { id: "runs", count: 5, isResult: false },
    ]);
    const ids = linesOf(await runResults("ls", "-r", store, "runs", "--limit", "2", "--after", "runs/1")).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(["runs/1/score", "runs/2/score"]);
  });

  test("ls -l adds the metadata", async () => {
    const store = await makeSample(medium, 1);
    const [row] = linesOf(await runResults("ls", "-l", store, "runs/0"));
    expect(row).toMatchObject({ id: "runs/0/score", model: "Run", version: 1, expiresAt: null, isResult: true });
  });

  test("get prints the value, or a field of it", async () => {
    const store = await makeSample(medium);
    expect(linesOf(await runResults("get", store, "runs/1/score"))).toEqual([
      { model: "haiku", accuracy: 0.6, config: { lr: 0.1 }, at: "1970-01-01T00:00:01.000Z" },
    ]);
    expect((await runResults("get", store, "runs/1/score", "--field", "config.lr")).stdout).toBe("0.1\n");
    expect((await runResults("get", store, "runs/1/score", "--csv")).stdout).toBe(
      'model,accuracy,config,at\nhaiku,0.6,"{""lr"":0.1}",1970-01-01T00:00:01.000Z\n',
    );
    const wrong = await runResults("get", store, "runs/1/score", "--field", "config.rate");
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect(wrong.stderr).toContain("there it has lr");
  });

  test("a terminal gets a table, and NO_COLOR is obeyed", async () => {
    const store = await makeSample(medium, 2);
    const { stdout, status } = runOnTerminal(["ls", store]);
    expect(status).toBe(0);
    expect(stdout).toBe("\u001b[1mid    count  isResult\u001b[22m\nbest      1  result\nruns      2\n");
    expect(runOnTerminal(["ls", store], { env: { NO_COLOR: "1" } }).stdout).not.toContain("\u001b");
  });

  test("what is not there is told by the exit code", async () => {
    const store = await makeSample(medium, 1);
    const missing = await runResults("get", store, "runs/9", "--json");
    expect(missing).toMatchObject({ status: 3, stdout: "" });
    expect(JSON.parse(missing.stderr)).toEqual({
      error: { code: "RESULT_NOT_FOUND", message: expect.stringContaining("runs/9") },
    });
    expect((await runResults("info", store, "a/../b")).status).toBe(2);
  });
});

test("a store that is not there is neither made nor found", async () => {
  const folder = makeFolder();
  for (const store of [join(folder, "none"), `sqlite:${join(folder, "none.db")}`]) {
    const { status, stderr } = await runResults("ls", store, "--json");
    expect(status).toBe(3);
    expect(JSON.parse(stderr).error.code).toBe("STORE_NOT_FOUND");
  }
  expect(runAlone({ cwd: folder }, "ls", "none").status).toBe(3);
});

test("wrong words are refused with code 2 and a way out", async () => {
  for (const words of [
    ["lss"],
    ["help", "lss"],
    ["ls"],
    ["ls", "./x", "--no-such"],
    ["ls", "./x", "a", "b"],
    ["ls", "./x", "--csv", "--json"],
    ["ls", "-"],
    ["import", "-"],
  ]) {
    const { status, stdout, stderr } = await runResults(...words);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  }
  expect((await runResults("ls", "./x.db")).stderr).toContain("sqlite:./x.db");
});

test("a path of a SQLite database needs no scheme", async () => {
  const store = await makeSample("sqlite", 1);
  expect(linesOf(await runResults("ls", store.slice("sqlite:".length)))).toHaveLength(2);
});

test("stored text cannot command the terminal", async () => {
  const folder = makeFolder();
  writeFileSync(
    join(folder, "evil.json"),
    JSON.stringify({ model_type: "\u001b]0;owned\u0007", namespace: "default", data: "\u001b[2J" }),
  );
  const { stdout } = runOnTerminal(["get", folder, "evil"]);
  expect(stdout).toBe("\\u001b[2J\n");
  expect(runOnTerminal(["info", folder, "evil"]).stdout).toContain("\\u001b]0;owned\\u0007");
});

test("a damaged result is code 1, and its neighbours are listed", async () => {
  const store = await makeSample("files", 2);
  writeFileSync(join(store, "runs/1/score.json"), "{ torn");
  expect((await runResults("get", store, "runs/1/score")).status).toBe(1);
  const rows = linesOf(await runResults("ls", "-lr", store));
  expect(rows.map(({ model }) => model)).toEqual(["Run", "Run", "(CORRUPT_RECORD)"]);
});

test("the version is that of the package", async () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect((await runResults("--version")).stdout).toBe(`${manifest.version}\n`);
});

test("help names every command and has examples", async () => {
  const { stdout, status } = await runResults("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("ls [options] <store> [prefix]");
  expect((await runResults("ls", "--help")).stdout).toContain("$ results ls -l ./data runs/7");
});
