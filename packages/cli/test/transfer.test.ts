import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { digest, openStore, type SetBehavior, type Store } from "results-manager";
import { describe, expect, test } from "vitest";
import { importItems } from "../src/commands/transfer/import-items.ts";
import { type ImportTarget, rehearsalOf, targetOf } from "../src/commands/transfer/import-target.ts";
import { readLines } from "../src/commands/transfer/read-lines.ts";
import { linesOf, runAlone, runResults } from "./run-results.ts";
import { fill, MEDIA, MEDIUM_NAMES, makeFolder, makeSample, Run, runOf } from "./sample-store.ts";

const { signal } = new AbortController();
const TIMES = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-02T00:00:00.000Z" };

const textOf = (...lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const result = (id: string, data: unknown = { x: 1 }, more: object = {}) => ({
  ...{ face: "results", id, model: "M", namespace: "default", version: 1 },
  ...{ ...TIMES, data },
  ...more,
});

describe.each(MEDIUM_NAMES)("export and import over %s", (medium) => {
  test("a prefix and a face restrict what is exported, and a file is replaced at the end", async () => {
    const url = await makeSample(medium, 3);
    const store = await openStore(url);
    await store.cache.multiSetValues([
      ["a:1", 1],
      ["b:1", 2],
    ]);
    await store.close();
    const file = join(makeFolder(), "out.jsonl");
    writeFileSync(file, "before");
    symlinkSync(file, `${file}.link`);
    const { status, stdout } = await runResults("export", url, "runs/1", "-o", `${file}.link`);
    expect([status, linesOf({ stdout })]).toEqual([0, [{ face: "results", exported: 1, failed: 0 }]]);
    const lines = linesOf({ stdout: readFileSync(file, "utf8") });
    expect(lines).toMatchObject([
      { face: "schemas", model: "Run" },
      { face: "results", id: "runs/1/score" },
    ]);
    expect(readdirSync(join(file, ".."))).toEqual(["out.jsonl", "out.jsonl.link"]);
    const cached = linesOf(await runResults("export", url, "b", "--face", "cache"));
    expect(cached).toMatchObject([{ face: "cache", key: "b:1", data: 2 }]);
  });

  test("bad lines are told with their numbers, and all others are stored", async () => {
    const url = MEDIA[medium](makeFolder());
    const lines = [
      result("a"),
      { face: "result" },
      result("b", 1, { mood: "good" }),
      { ...result("c"), version: 0 },
      { ...result("d"), id: "x/../y" },
      result("/a", 2),
      { face: "values", key: "00", model: "", namespace: "value", version: 1, data: 1 },
      { ...result("e", undefined), bytes: "no base64" },
    ];
    const input = `${textOf(...lines)}\n{ "face": \n${textOf(result("f"))}{"face":"results","id":"g`;
    const { status, stdout, stderr } = runAlone({ input }, "import", url);
    const told = [...stderr.matchAll(/^results: line (\d+)/gm)].map(([, number]) => Number(number));
    expect(told.toSorted((x, y) => x - y)).toEqual([2, 3, 4, 5, 6, 7, 8, 10, 12]);
    expect(stderr).toContain("line 12: The file ends within the line");
    expect(status).toBe(1);
    expect(linesOf({ stdout })).toEqual([
      { face: "results", imported: 2, skipped: 0, failed: 3 },
      { face: "values", imported: 0, skipped: 0, failed: 1 },
    ]);
    expect(linesOf(await runResults("ls", "-r", url)).map(({ id }) => id)).toEqual(["a", "f"]);
    expect(linesOf(await runResults("get", url, "a"))).toEqual([{ x: 1 }]);
  });

  test("a behavior decides about results that are there, and a dry run counts the same", async () => {
    const url = await makeSample(medium, 1);
    const values = ["v", "w"].map((value) => ({ value, key: digest(value) }));
    const records = [
      ...[result("runs/0/score"), result("new")],
      ...values.map(({ key, value }) => ({
        ...{ face: "values", key, model: "", namespace: "value", version: 1 },
        data: value,
        ...TIMES,
      })),
    ];
    const counted = async (make: (store: Store) => ImportTarget, behavior: SetBehavior) => {
      await using store = await openStore(url, { durability: "process" });
      await store.values.save("v");
      const failures: string[] = [];
      const onFailure = (_: Error, place: string) => void failures.push(place);
      const chunks = Readable.from([Buffer.from(textOf(...records))]);
      const { counts } = await importItems(readLines(chunks), make(store), { behavior, signal, onFailure });
      return [...counts.map(({ imported, skipped, failed }) => [imported, skipped, failed]), failures];
    };
    for (const [behavior, counts, failures] of [
      ["raise_if_exists", [1, 0, 1], ["line 1"]],
      ["raise_if_different", [1, 0, 1], ["line 1"]],
      ["skip_if_exists", [1, 1, 0], []],
      ["overwrite", [2, 0, 0], []],
    ] as const)
      expect(await counted(rehearsalOf, behavior)).toEqual([counts, [1, 1, 0], failures]);
    expect(await counted(targetOf, "skip_if_exists")).toEqual([[1, 1, 0], [1, 1, 0], []]);
    expect(await counted(rehearsalOf, "raise_if_different")).toEqual([[1, 0, 1], [0, 2, 0], ["line 1"]]);
    expect(await counted(targetOf, "raise_if_different")).toEqual([[1, 0, 1], [0, 2, 0], ["line 1"]]);
    const { status, stderr } = runAlone({ input: textOf(records[0]) }, "import", url, "-", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: "RESULT_EXISTS", message: expect.stringContaining("line 1: ") },
    });
  });

  test("an empty import makes a store", async () => {
    const url = MEDIA[medium](makeFolder());
    expect(await runResults("import", url)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(await runResults("ls", url)).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("a dry run makes no store", async () => {
    const folder = makeFolder();
    const { status, stdout } = runAlone({ input: textOf(result("a")) }, "import", MEDIA[medium](folder), "--dry-run");
    expect([status, linesOf({ stdout })]).toEqual([0, [{ face: "results", imported: 1, skipped: 0, failed: 0 }]]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("wrong words are refused before anything is made", async () => {
  const folder = makeFolder();
  const store = await makeSample("files", 1);
  mkdirSync(join(folder, "sub"));
  for (const words of [
    ["export", store, "runs", "--face", "values"],
    ["export", store, "runs", "--face", "all"],
    ["export", store, "a/../b", "-o", join(folder, "x")],
    ["export", store, "-o", join(folder, "none/x")],
    ["export", store, "-o", folder],
    ["export", store, "-f", "xml"],
    ["import", join(folder, "new"), join(folder, "none.jsonl")],
    ["import", join(folder, "new"), folder],
    ["import", join(folder, "new"), "--behavior", "maybe"],
  ])
    expect([(await runResults(...words)).status, words]).toEqual([2, words]);
  const { stderr } = await runResults("export", store, "-o", join(folder, "none/x"));
  expect(stderr).toBe(`results: Cannot write '${join(folder, "none/x")}': ENOENT: no such file or directory.\n`);
  expect(readdirSync(folder)).toEqual(["sub"]);
  expect((await runResults("export", join(folder, "none"))).status).toBe(3);
});

test("a damaged record is told, and its neighbours are exported", async () => {
  const url = await makeSample("files", 3);
  writeFileSync(join(url, "runs/1/score.json"), "{ torn");
  const { status, stdout, stderr } = await runResults("export", url);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^results: .*runs\/1\/score.*\[CORRUPT_RECORD\]\n$/);
  const ids = linesOf(Object({ stdout })).map(({ face, id }) => id ?? face);
  expect(ids).toEqual(["schemas", "best", "runs/0/score", "runs/2/score"]);
});

test("a store that is imported is described by the schemas of the file", async () => {
  const url = await makeSample("sqlite", 2);
  const copy = MEDIA.files(makeFolder());
  expect(runAlone({ input: (await runResults("export", url)).stdout }, "import", copy).status).toBe(0);
  const store = await openStore(copy, { createIfMissing: false });
  expect(await store.results.schemas()).toMatchObject([{ name: "Run", inferred: false }]);
  await store.close();
  await fill(copy, async (results) => expect(await results.get("runs/1/score", Run)).toEqual(runOf(1)));
});
