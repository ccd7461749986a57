import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CacheManager, CallsManager, ResultsManager } from "../src/index.ts";

const OPENERS: Readonly<Record<string, (folder: string, options: object) => unknown>> = {
  ResultsManager: (folder, options) => new ResultsManager(folder, options),
  "ResultsManager with baseDir": (baseDir, options) => new ResultsManager({ baseDir, ...options }),
  CacheManager: (folder, options) => new CacheManager(folder, options),
  CallsManager: (folder, options) => new CallsManager(folder, options),
};

test.for(Object.keys(OPENERS))("%s refuses an unknown option and a durability that is none", (name) => {
  const folder = join(tempFolder(), "new");
  const open = (options: object) => () => OPENERS[name]?.(folder, options);
  expect(open({ timeout: 5 })).toThrow(/'timeout' of a manager\. Did you mean 'timeoutMs'\?/);
  expect(open({ durability: "fast" })).toThrow(/durability must be 'full' or 'process', got 'fast'/);
  expect(existsSync(folder)).toBe(false);
});

test.for(Object.keys(OPENERS))("%s refuses an option that files do not have", (name) => {
  const folder = join(tempFolder(), "new");
  const open = () => OPENERS[name]?.(folder, { busyTimeoutMs: 5 });
  expect(open).toThrow(TypeError);
  expect(open).toThrow(/'busyTimeoutMs'.*a store of files|a store of files has no option 'busyTimeoutMs'/);
  expect(existsSync(folder)).toBe(false);
});

test("a message shows the argument that was given", () => {
  const make = (store: unknown, options?: object) => () => new ResultsManager(store as string, options);
  expect(make(42)).toThrow("got 42.");
  expect(make({ backend: "x" })).toThrow('got "x".');
  expect(make({ backend: { module: 5 } })).toThrow("got 5.");
  expect(make("memory:", { timeoutMs: "5" })).toThrow('got "5".');
  expect(make("memory:", { clock: Date.now })).toThrow("clock must be an object with a function now()");
});

test("baseDir may be a URL object, and a path that ends as a database's does asks for SQLite", () => {
  const folder = join(tempFolder(), "my data");
  using results = new ResultsManager({ baseDir: pathToFileURL(folder) });
  expect([results.listIds(), existsSync(folder)]).toEqual([[], true]);
  expect(() => new ResultsManager("./x.db")).toThrow(/Was a SQLite database meant/);
  expect(() => new CacheManager("memory")).toThrow("Then use 'memory:'");
  expect(() => results.copyTo(undefined as never)).toThrow("importRecords");
});
