import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { ResultsError } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import {
  AsyncResultsManager,
  memoize,
  openCache,
  openCalls,
  openResults,
  openStore,
  registerModel,
} from "../src/index.ts";
import { databaseOf, pathOf, schemeOf } from "../src/store-url.ts";

const Loss = registerModel("Loss", v.object({ value: v.number() }));

test.for<[form: string, url: (folder: string) => string | URL]>([
  ["an absolute path", (folder) => folder],
  ["a relative path", (folder) => relative(process.cwd(), folder)],
  ["a path that starts with ./", (folder) => `./${relative(process.cwd(), folder)}`],
  ["file:///", (folder) => pathToFileURL(folder).href],
  ["file: with a relative path", (folder) => `file:${encodeURI(relative(process.cwd(), folder))}`],
  ["file:./", (folder) => `file:./${encodeURI(relative(process.cwd(), folder))}`],
  ["FILE:", (folder) => pathToFileURL(folder).href.replace("file", "FILE")],
  ["a URL object", (folder) => pathToFileURL(folder)],
])("%s is a folder of files", async ([, url]) => {
  const folder = join(tempFolder(), "my data");
  await using results = await openResults(url(folder));
  expect(results).toBeInstanceOf(AsyncResultsManager);
  await results.set("a/b", { value: 1 }, { model: Loss });
  expect(existsSync(join(folder, "a/b.json"))).toBe(true);
});

test.for<[form: string, url: (path: string) => string | URL]>([
  ["sqlite: with an absolute path", (path) => `sqlite:${encodeURI(path)}`],
  ["sqlite:///", (path) => `sqlite://${encodeURI(path)}`],
  ["sqlite:./", (path) => `sqlite:./${encodeURI(relative(process.cwd(), path))}`],
  ["sqlite:// with a relative path", (path) => `sqlite://${encodeURI(relative(process.cwd(), path))}`],
  ["a URL object", (path) => new URL(`sqlite://${encodeURI(path)}`)],
])("%s is a SQLite database", async ([, url]) => {
  const path = join(tempFolder(), "my results.db");
  await using results = await openResults(url(path), { durability: "process" });
  await results.set("a/b", { value: 1 }, { model: Loss });
  expect(existsSync(path)).toBe(true);
  await using again = await openResults(url(path), { createIfMissing: false, readOnly: true });
  expect(await again.get("a/b", Loss)).toEqual({ value: 1 });
  await expect(again.set("c", { value: 1 }, { model: Loss })).rejects.toMatchObject({ code: "STORAGE_READ_ONLY" });
});

test("a folder is opened read-only", async () => {
  const folder = join(tempFolder(), "data");
  await using results = await openResults(folder, { durability: "process" });
  await results.set("a", { value: 1 }, { model: Loss });
  for (const open of [openResults, openCache, openCalls, openStore]) {
    await expect((async () => open(`${folder}-missing`, { readOnly: true }))()).rejects.toMatchObject({
      code: "STORE_NOT_FOUND",
    });
  }
  await using again = await openResults(folder, { readOnly: true });
  expect(await again.get("a", Loss)).toEqual({ value: 1 });
  await expect(again.set("c", { value: 1 }, { model: Loss })).rejects.toMatchObject({ code: "STORAGE_READ_ONLY" });
});

test("sqlite::memory: is a new store each time", async () => {
  await using first = await openResults("sqlite::memory:");
  await using second = await openResults("sqlite::memory:");
  await first.set("a", { value: 1 }, { model: Loss });
  expect(await second.exists("a")).toBe(false);
});

test("memory: is a new store each time", async () => {
  await using first = await openResults("memory:", { durability: "process" });
  await using second = await openResults("memory:");
  await first.set("a", { value: 1 }, { model: Loss });
  expect(await first.get("a", Loss)).toEqual({ value: 1 });
  expect(await second.exists("a")).toBe(false);
});

test("createIfMissing: false refuses what is not there", async () => {
  const missing = join(tempFolder(), "missing");
  const code = expect.objectContaining({ code: "STORE_NOT_FOUND" });
  await expect(openResults(missing, { createIfMissing: false })).rejects.toEqual(code);
  await expect(openResults(pathToFileURL(missing), { createIfMissing: false })).rejects.toEqual(code);
  await expect(openResults("memory:", { createIfMissing: false })).rejects.toEqual(code);
  await expect(openResults(`sqlite:${missing}`, { createIfMissing: false })).rejects.toEqual(code);
});

test.for<[url: unknown, message: RegExp]>([
  ["sqlite:", /must name a path/],
  ["sqlite://", /must name a path/],
  ["sqlite:./a.db?mode=ro", /%3F/],
  ["./x.db", /SQLite.*'sqlite:\.\/x\.db'.*'file:\.\/x\.db'/],
  ["lab.SQLITE3", /SQLite/],
  [new URL("file:///nowhere/x.sqlite"), /SQLite/],
  [":memory:", /in memory.*'memory:'/],
  ["memory", /in memory.*'memory:'.*'file:memory'/],
  ["Postgres", /'postgres:…'/],
  ["data.json", /single file.*'\.\/data'.*use 'sqlite:.*'file:data\.json'/],
  ["file://data/x", /host 'data'.*'file:\.\/data\/x'.*'file:\/\/\/data\/x'/],
  ["redis://localhost/x", /'redis:' is not supported.*'file:\.\/data'/],
  ["runs:7", /'runs:' is not supported.*put '\.\/' before/],
  ["memory:shared", /takes no path/],
  ["file:./a?b", /%3F/],
  ["file:./a#b", /%23/],
  ["", /got ""/],
  [undefined, /got undefined/],
  [7, /got 7/],
])("%j is a TypeError", async ([url, message]) => {
  // What a program without types may pass.
  const opened = openResults(url as string);
  await expect(opened).rejects.toThrow(TypeError);
  await expect(opened).rejects.toThrow(message);
});

test("a question about a path names no function that was not called", async () => {
  await expect(openCache("./x.db")).rejects.toThrow(/Then use 'sqlite:\.\/x\.db', or/);
  await expect(openStore("memory")).rejects.toThrow(/Then use 'memory:', or/);
  expect(() => new AsyncResultsManager("./x.db")).toThrow("openResults('sqlite:./x.db')");
  expect(() => new AsyncResultsManager("sqlite:./x.db")).toThrow(
    /got the URL .* Use openResults\('sqlite:\.\/x\.db'\)/,
  );
});

test("the stack of a failed opening leads to its caller, however deep the failure is", async () => {
  const file = join(tempFolder(), "file");
  writeFileSync(file, "");
  const missing = join(tempFolder(), "missing");
  async function theCaller(opening: PromiseLike<unknown>): Promise<void> {
    await opening;
  }
  for (const open of [openResults, openCache, openCalls, openStore]) {
    const attempts = [
      () => open(file),
      () => open(join(file, "a/b")),
      () => open(missing, { createIfMissing: false }),
      () => open(`sqlite:${missing}`, { createIfMissing: false }),
      () => open("memory:", { createIfMissing: false }),
      () => open("postgres://127.0.0.1:1/none", { timeoutMs: 1 }),
    ];
    for (const attempt of attempts) {
      const error: unknown = await theCaller(attempt()).catch((error: unknown) => error);
      expect((error as ResultsError).stack).toContain("theCaller");
    }
  }
});

test("a folder that is named as a database is a folder, and file: names a new one", async () => {
  const folder = join(tempFolder(), "old.db");
  mkdirSync(folder);
  await using old = await openResults(folder);
  await using made = await openResults(`file:${encodeURI(join(folder, "new.db"))}`);
  expect([await old.listIds(), await made.listIds()]).toEqual([[], []]);
});

test.for<[name: string, opening: () => PromiseLike<unknown>]>([
  ["openResults", () => openResults("memory:")],
  ["openCache", () => openCache("memory:")],
  ["openCalls", () => openCalls("memory:")],
  ["openStore", () => openStore("memory:")],
])("a promise of %s that is used as the store says to await it", async ([name, open]) => {
  const opening = open();
  const message = new RegExp(`${name}\\(\\) returns a promise: await it before '.*', as in 'await ${name}\\(…\\)'`);
  expect(() => (opening as AsyncResultsManager).close()).toThrow(message);
  const dispose = async (): Promise<void> => {
    await using _ = opening as unknown as AsyncDisposable;
  };
  await expect(dispose()).rejects.toThrow(message);
  await expect(dispose()).rejects.toThrow("'await using'");
  expect(opening).toBeInstanceOf(Promise);
  await using store = (await opening) as AsyncDisposable;
  expect(store).not.toHaveProperty("then"); // What is awaited is the store itself, which says nothing.
});

test("a promise of a store that is passed on as the store says to await it", async () => {
  const opening = openResults("memory:");
  expect(() => new AsyncResultsManager({ backend: opening as never })).toThrow("await it");
  const calls = openCalls("memory:");
  expect(() => memoize(() => 1, { storage: calls as never, name: "f" })).toThrow("await it");
  await using results = await opening;
  await using storage = await calls;
  expect([results.backend, storage.values]).not.toContain(undefined);
  await expect(results.copyTo(openResults("memory:") as never)).rejects.toThrow("await it");
});

test("options that are none are a TypeError", async () => {
  await expect(openResults("memory:", null as unknown as object)).rejects.toThrow(TypeError);
  await expect(openResults("memory:", 7 as unknown as object)).rejects.toThrow(/must be an object, got 7/);
});

test("a Windows drive is no scheme", () => {
  expect(["C:\\data", "c:/data", "D:data", "./a:b", "/a:b", "data"].map(schemeOf)).toEqual(Array(6).fill(undefined));
  expect(["file:./x", "SQLITE:x", "memory:", "a+b.c-d:x"].map(schemeOf)).toEqual([
    "file",
    "sqlite",
    "memory",
    "a+b.c-d",
  ]);
});

test("URLs are decoded", () => {
  expect(pathOf("file:./a%20b/%3F%23")).toBe(join(process.cwd(), "a b/?#"));
  expect(() => pathOf("file:./a%2Fb")).toThrow(TypeError);
  expect(databaseOf("sqlite://:memory:")).toBe(":memory:");
});

test.for(["", "sqlite:"])("the error of a closed store names its place, '%s'", async (scheme) => {
  const path = join(tempFolder(), "store");
  const results = await openResults(`${scheme}${path}`);
  await results.close();
  await expect(results.exists("a")).rejects.toThrow(`The store of results in ${path} is closed.`);
});
