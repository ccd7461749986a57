import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AsyncResultsManager as CoreManager } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { AsyncResultsManager, MemoryBackend, registerModel } from "../src/index.ts";

const Loss = registerModel("Loss", v.object({ value: v.number() }));

test("a path is a store of files in that folder", async () => {
  const folder = join(tempFolder(), "made/on demand");
  await using results = new AsyncResultsManager(folder);
  expect(results).toBeInstanceOf(CoreManager);
  await results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
  const stored = JSON.parse(readFileSync(join(folder, "runs/7/loss.json"), "utf8"));
  expect(stored).toMatchObject({ model_type: "Loss", namespace: "default", data: { value: 0.3 } });
});

test("{ baseDir } takes the options of files", async () => {
  const folder = tempFolder();
  const missing = join(folder, "missing");
  const open = () => new AsyncResultsManager({ baseDir: missing, createIfMissing: false });
  expect(open).toThrow(expect.objectContaining({ code: "STORE_NOT_FOUND", message: expect.stringContaining(missing) }));
  expect(existsSync(missing)).toBe(false);
  await using results = new AsyncResultsManager({ baseDir: folder, createIfMissing: false, durability: "process" });
  expect(await results.listIds()).toEqual([]);
});

test("a path takes the options of files as a second argument, and a URL object is a path", async () => {
  const folder = join(tempFolder(), "my data");
  const url = pathToFileURL(folder);
  for (const place of [folder, url]) {
    const open = () => new AsyncResultsManager(place, { createIfMissing: false });
    expect(open).toThrow(expect.objectContaining({ code: "STORE_NOT_FOUND" }));
  }
  await using results = new AsyncResultsManager(url, { durability: "process" });
  await results.set("a", { value: 1 }, { model: Loss });
  await using same = new AsyncResultsManager({ baseDir: url, createIfMissing: false });
  expect(await same.listIds()).toEqual(["a"]);
  expect(existsSync(join(folder, "a.json"))).toBe(true);
});

test("{ backend } is used as it is, and may be reassigned", async () => {
  const first = new MemoryBackend();
  const second = new MemoryBackend();
  await using results = new AsyncResultsManager({ backend: first });
  await results.set("a", { value: 1 }, { model: Loss });
  results.backend = second;
  expect(await results.exists("a")).toBe(false);
  expect(await first.get("a", Loss)).toEqual({ value: 1 });
});

test("a path that is a file is refused with its cause", () => {
  const file = join(tempFolder(), "file");
  writeFileSync(file, "");
  expect(() => new AsyncResultsManager(file)).toThrow(
    expect.objectContaining({ code: "STORAGE_FAILED", cause: expect.objectContaining({ code: "ENOTDIR" }) }),
  );
});

test.for<[given: unknown, message: RegExp]>([
  [undefined, /path of a folder, \{ baseDir \} or \{ backend \}, got undefined/],
  [null, /got null/],
  [7, /got 7/],
  [{}, /got neither baseDir nor backend/],
  [new MemoryBackend(), /got neither baseDir nor backend/],
  ["", /baseDir must be the path of a folder/],
  [{ baseDir: 7 }, /baseDir must be the path of a folder.* got 7/],
  [{ baseDir: "x", durability: "none" }, /durability must be 'full' or 'process', got 'none'/],
  [{ baseDir: "x", createIfMissing: "no" }, /createIfMissing must be boolean, got "no"/],
  [{ backend: 7 }, /needs \{ backend \}, an AsyncResultsBackend, got 7/],
  [{ backend: new MemoryBackend(), baseDir: "x" }, /takes nothing else, got baseDir/],
  [{ backend: new MemoryBackend(), durability: "full" }, /takes nothing else, got durability/],
  ["./x.db", /SQLite.*openResults\('sqlite:\.\/x\.db'\).*\{ baseDir: '\.\/x\.db' \}/],
  [new URL("sqlite:x.db"), /path or a 'file:' URL/],
  ["memory:", /URL 'memory:'.*openResults\('memory:'\)/],
  [{ baseDir: "sqlite:./x.db" }, /URL 'sqlite:\.\/x\.db'/],
])("%j is a TypeError", ([given, message]) => {
  // What a program without types may pass.
  const open = () => new AsyncResultsManager(given as string);
  expect(open).toThrow(TypeError);
  expect(open).toThrow(message);
  expect(existsSync("x")).toBe(false);
});
