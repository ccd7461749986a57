import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, globSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { CATALOG } from "../src/catalog/catalog.ts";
import { COMMANDS } from "./each-command.ts";
import { commandOf, type Run, runAllOnTerminal, runAlone, runResults, unprivileged } from "./run-results.ts";
import { addFaces, MEDIA, MEDIUM_NAMES, type MediumName, makeFolder, makeSample } from "./sample-store.ts";

const NAMES = Object.keys(COMMANDS);
const READERS = NAMES.filter((name) => !COMMANDS[name]?.writes);

async function makeStore(medium: MediumName): Promise<string> {
  const store = await makeSample(medium, 3);
  await addFaces(store);
  return store;
}

function wordsOf(name: string, store: string, folder = makeFolder()): string[] {
  return [name, ...(COMMANDS[name]?.words(store, folder) ?? [])];
}

/** Outcomes of commands, by their names. */
function byName<T>(names: readonly string[], outcomes: readonly T[]): Record<string, T> {
  return Object.fromEntries(names.map((name, i) => [name, outcomes[i] as T]));
}

/** Runs commands one after the other, in a process that runs many. */
async function runEach(names: readonly string[], store: string, run = runResults): Promise<Record<string, Run>> {
  return byName(names, await Promise.all(names.map((name) => run(...wordsOf(name, store)))));
}

function statusesOf(runs: Readonly<Record<string, Run>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(runs).map(([name, { status }]) => [name, status]));
}

/** Expected exit codes of commands. */
function expected(names: readonly string[], of: "status" | "torn" = "status"): Record<string, number> {
  return byName(
    names,
    names.map((name) => COMMANDS[name]?.[of] ?? COMMANDS[name]?.status ?? 0),
  );
}

/** Files of a store, with their sizes and times. */
function filesOf(store: string): unknown[] {
  const folder = store.startsWith("sqlite:") ? dirname(store.slice("sqlite:".length)) : store;
  const paths = globSync("**", { cwd: folder }).filter((path) => path !== "." && !/-(?:shm|wal)$/.test(path));
  return paths.map((path) => [path, statSync(join(folder, path)).size, statSync(join(folder, path)).mtimeMs]).sort();
}

/** No command may end with an error that its user cannot read. */
function expectPlain(runs: Readonly<Record<string, Run>>): void {
  for (const [name, { stderr }] of Object.entries(runs))
    expect([name, stderr]).toEqual([name, expect.not.stringMatching(/^ +at |(?:Type|Reference)Error|ERR_/m)]);
}

test("every command is tried", () => {
  expect(NAMES).toEqual(CATALOG.map(({ name }) => name));
});

describe.each(MEDIUM_NAMES)("every command over %s", (medium) => {
  test("works in a pipe, from the start of its process to the end", async () => {
    const store = await makeStore(medium);
    // The other half works over the other medium.
    const names = READERS.filter((_, i) => i % 2 === MEDIUM_NAMES.indexOf(medium) && READERS[i] !== "watch");
    const runs = byName(
      names,
      names.map((name) => runAlone({}, ...wordsOf(name, store))),
    );
    expect(statusesOf(runs)).toEqual(expected(names));
    for (const name of names) expect(runs[name]?.stdout).toContain(COMMANDS[name]?.prints);
  });

  test("works on a terminal", async () => {
    const store = await makeStore(medium);
    const outcomes = runAllOnTerminal(NAMES.map((name) => wordsOf(name, store)));
    const runs = byName(NAMES, outcomes);
    expect(statusesOf(runs)).toEqual(expected(NAMES));
    for (const name of NAMES) expect(runs[name]?.stdout).toContain(COMMANDS[name]?.prints);
  });

  test("refuses wrong words, and neither makes nor changes anything", async () => {
    const store = await makeStore(medium);
    const folder = makeFolder();
    const before = filesOf(store);
    const lines = CATALOG.flatMap((command) => {
      const words = wordsOf(command.name, store, folder);
      const [, ...others] = words;
      const isOpen = command.arguments.some(({ name }) => name.includes("..."));
      return [
        [...words, "--no-such"],
        ...(isOpen ? [] : [[command.name, ...command.arguments.map(() => store), "one", "more"]]),
        ...(command.arguments.some(({ name }) => name.startsWith("<")) ? [[command.name]] : []),
        [...words, "--ndjson", "--csv"],
        ...command.options.flatMap(({ flags, choices, mayBeEmpty }) => {
          const option = /--[\w-]+/.exec(flags)?.[0] as string;
          if (choices) return [[command.name, option, "no-such", ...others]];
          if (flags.includes("<n>"))
            return ["0", "-1", "x", "1.5", "9".repeat(20), ""].map((n) => [...words, option, n]);
          return flags.includes("<") ? [[...words, option], ...(mayBeEmpty ? [] : [[...words, option, ""]])] : [];
        }),
      ];
    });
    const runs = await Promise.all(lines.map((words) => runResults(...words)));
    const right = lines.filter(
      (_, i) => runs[i]?.status !== 2 || runs[i]?.stdout !== "" || !/^results: .+\.\n$/s.test(runs[i]?.stderr ?? ""),
    );
    expect(right).toEqual([]);
    expect(filesOf(store)).toEqual(before);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("finds no store where none is, and makes none", async () => {
    const folder = makeFolder();
    const names = NAMES.filter((name) => !COMMANDS[name]?.makes && name !== "completion");
    const runs = await Promise.all(names.map((name) => runResults(...wordsOf(name, MEDIA[medium](folder), folder))));
    for (const [i, { status, stdout, stderr }] of runs.entries()) {
      expect([names[i], status, stdout]).toEqual([names[i], 3, names[i] === "doctor" ? expect.any(String) : ""]);
      expect(stderr).toMatch(/^results: There is no store at .*results import.* \[STORE_NOT_FOUND\]\n$/);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test("tells of a torn record", async () => {
    const store = await makeStore(medium);
    tear(store);
    const runs = await runEach(NAMES, store);
    expect(statusesOf(runs)).toEqual(expected(NAMES, "torn"));
    expectPlain(runs);
  });

  test("tells of a store that is damaged as a whole", async () => {
    const store = await makeStore(medium);
    damageAll(store);
    const runs = await runEach(NAMES, store);
    expectPlain(runs);
    for (const [name, { status }] of Object.entries(runs))
      expect([name, [0, 1, 130]]).toEqual([name, expect.arrayContaining([status])]);
    expect(runs.verify?.status).toBe(1);
  });

  test("reads a store that may not be written, and tells what it cannot do", async () => {
    const store = await makeStore(medium);
    const usual = await runEach(READERS, store);
    const folder = store.startsWith("sqlite:") ? dirname(store.slice("sqlite:".length)) : store;
    for (const path of ["", ...globSync("**", { cwd: folder })].map((each) => join(folder, each)))
      chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
    onTestFinished(() => {
      for (const path of ["", ...globSync("**", { cwd: folder })].map((each) => join(folder, each)))
        chmodSync(path, 0o755);
    });
    const process = unprivileged();
    onTestFinished(() => process.close());
    const before = filesOf(store);
    const runs = await runEach(NAMES, store, (...words) => process.run(words));
    expect(filesOf(store)).toEqual(before);
    for (const name of ["import", "rm", "migrate"]) {
      expect([name, runs[name]?.status]).toEqual([name, 1]);
      expect(runs[name]?.stderr).toMatch(/\[STORAGE_READ_ONLY\]\n$/);
      expect(runs[name]?.stderr).not.toContain("readOnly");
    }
    for (const name of READERS) if (name !== "doctor") expect([name, runs[name]]).toEqual([name, usual[name]]);
  });

  test("works while eight processes write", async () => {
    const store = await makeStore(medium);
    const script = join(import.meta.dirname, "children/keep-writing.ts");
    const [program = "", ...flags] = commandOf([]).slice(0, -1);
    const writers = Array.from({ length: 8 }, (_, i) =>
      spawn(program, [...flags, script, store, String(i)], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    onTestFinished(async () => {
      const ends = writers.filter(({ exitCode }) => exitCode === null).map((writer) => once(writer, "exit"));
      for (const writer of writers) writer.stdin.end();
      await Promise.all(ends);
    });
    await Promise.all(writers.map((writer) => once(writer.stdout, "data")));
    const runs = await runEach(NAMES, store);
    expect(statusesOf(runs)).toEqual(expected(NAMES));
    for (const name of NAMES)
      expect([name, runs[name]?.stdout]).toEqual([name, expect.stringContaining(COMMANDS[name]?.prints ?? "")]);
  });
});

/** Damages one result of a store. */
function tear(store: string): void {
  if (!store.startsWith("sqlite:")) writeFileSync(join(store, "runs/1/score.json"), "{ torn");
  else withRaw(store, (raw) => raw.exec(`update results set data = '{ torn' where id = 'runs/1/score'`));
}

/** Overwrites the middle of each file of a store. */
function damageAll(store: string): void {
  const files = store.startsWith("sqlite:") ? [store.slice("sqlite:".length)] : filesIn(store);
  for (const path of files) {
    const { size } = statSync(path);
    const from = store.startsWith("sqlite:") ? 4096 : 20; // A file that does not begin like a record is one of another program.
    const file = openSync(path, "r+");
    writeSync(file, Buffer.alloc(Math.max(0, size - from), 0xa5), 0, undefined, from);
    closeSync(file);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

function withRaw(store: string, work: (raw: DatabaseSync) => void): void {
  const raw = new DatabaseSync(store.slice("sqlite:".length));
  work(raw);
  raw.close();
}
