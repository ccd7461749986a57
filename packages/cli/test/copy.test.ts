import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openStore } from "results-manager";
import { describe, expect, test } from "vitest";
import { linesOf, runOnTerminal, runResults, startResults } from "./run-results.ts";
import { addFaces, fill, MEDIA, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

describe.each(MEDIUM_NAMES)("copy from %s", (medium) => {
  const other = medium === "files" ? "sqlite" : "files";

  test("all faces are copied, and again only what is missing", async () => {
    const url = await makeSample(medium, 3);
    await addFaces(url);
    const to = MEDIA[other](makeFolder());
    const { status, stdout, stderr } = await runResults("copy", url, to);
    expect([status, stderr]).toEqual([0, ""]);
    const rows = linesOf<{ copied: number }>({ stdout });
    expect(rows).toEqual([
      { face: "results", copied: 4, skipped: 0, failed: 0 },
      { face: "cache", copied: 2, skipped: 0, failed: 0 },
      { face: "values", copied: 2, skipped: 0, failed: 0 },
      { face: "calls", copied: 1, skipped: 0, failed: 0 },
    ]);
    expect((await runResults("export", to)).stdout).toBe((await runResults("export", url)).stdout);
    await fill(to, (results) => results.delete("best"));
    expect(linesOf(await runResults("copy", url, to, "--face", "results"))).toEqual([
      { face: "results", copied: 1, skipped: 3, failed: 0 },
    ]);
    const refused = await runResults("copy", url, to, "runs", "--behavior", "raise_if_exists");
    expect([refused.status, linesOf(refused)]).toEqual([1, [{ face: "results", copied: 0, skipped: 0, failed: 3 }]]);
    expect(refused.stderr.match(/RESULT_EXISTS/g)).toHaveLength(3);
  });
});

test("calls alone bring their values", async () => {
  const url = MEDIA.sqlite(makeFolder());
  await addFaces(url);
  const to = MEDIA.files(makeFolder());
  expect(linesOf(await runResults("copy", url, to, "--face", "calls"))).toMatchObject([{ face: "calls", copied: 1 }]);
  await using store = await openStore(to, { createIfMissing: false });
  expect(await store.values.load("some/alias")).toEqual({ large: [1n, 2n] });
});

test("a damaged record is told, and the others are copied", async () => {
  const url = await makeSample("files", 3);
  writeFileSync(join(url, "runs/1/score.json"), "{ torn");
  const to = MEDIA.sqlite(makeFolder());
  const { status, stdout, stderr } = await runResults("copy", url, to);
  expect([status, linesOf({ stdout })]).toEqual([1, [{ face: "results", copied: 3, skipped: 0, failed: 1 }]]);
  expect(stderr).toContain("[CORRUPT_RECORD]");
});

test("a terminal sees a line of progress, which is removed", async () => {
  const url = await makeSample("files", 2);
  const { stdout } = runOnTerminal(["copy", url, MEDIA.sqlite(makeFolder())], { env: { NO_COLOR: "1" } });
  const [first, ...more] = stdout.split("\r\u001b[K");
  expect([first, more[0]]).toEqual(["", "results: 0 of 3"]);
  const dumb = runOnTerminal(["copy", url, MEDIA.sqlite(makeFolder())], { env: { TERM: "dumb" } });
  expect(dumb.stdout).not.toContain("\u001b");
  expect(more.at(-1)).toMatch(/^face +copied +skipped +failed\nresults +3 +0 +0\n$/);
});

test("an interrupted copy ends with 130, and is finished when it is run again", async () => {
  const url = MEDIA.sqlite(makeFolder());
  const count = 1100;
  await fill(url, (results) =>
    results.setMany(
      Array.from({ length: count }, (_, i) => [`r/${i}`, runOf(1)] as const),
      { model: Run },
    ),
  );
  const to = MEDIA.files(makeFolder());
  const copy = startResults("copy", url, to);
  while (!existsSync(join(to, "r"))) await delay(5);
  copy.kill("SIGINT");
  const [code] = await once(copy, "exit");
  expect(code).toBe(130);
  const copied = readdirSync(join(to, "r")).filter((name) => name.endsWith(".json")).length;
  expect(copied).toBeLessThan(count);
  const [row] = linesOf<{ copied: number; skipped: number }>(await runResults("copy", url, to));
  expect(row).toEqual({ face: "results", copied: count - copied, skipped: copied, failed: 0 });
});

test("wrong words are refused before anything is made", async () => {
  const folder = makeFolder();
  const url = await makeSample("files", 1);
  for (const words of [
    [url],
    [url, url],
    [url, `${url}/../${basename(url)}`],
    [url, join(folder, "x"), "runs", "--face", "calls"],
    [url, join(folder, "x.db")],
  ])
    expect([(await runResults("copy", ...words)).status, words]).toEqual([2, words]);
  expect((await runResults("copy", join(folder, "none"), join(folder, "x"))).status).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});
