import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { CacheManager, CallsManager, memoize, ResultsManager } from "../src/index.ts";
import { Anything, Count, registry, Slow } from "./support/models.ts";
import { thrownBy } from "./support/thrown-by.ts";

/** Place in this file, as a stack names it; vitest adds a query to the file. */
const HERE = /errors\.test\.ts(?:\?vitest=\d+)?:\d+/;

const memory = (): ResultsManager => new ResultsManager("memory:", { registry });

describe("errors of a blocking call", () => {
  const failing: readonly (readonly [name: string, call: (results: ResultsManager) => unknown, Class: unknown])[] = [
    ["get", (results) => results.get("none"), core.ResultNotFoundError],
    ["get of another shape", (results) => results.get("text", Count), core.ValidationError],
    ["set", (results) => results.set("text", 1, { model: Anything }), core.ResultExistsError],
    [
      "set of what is unfit",
      (results) => results.set("x", { n: "1" } as never, { model: Count }),
      core.ValidationError,
    ],
    ["set of a function", (results) => results.set("x", () => 1, { model: Anything }), core.NotRoundTrippableError],
    ["setMany", (results) => results.setMany([["text", 1]], { model: Anything }), core.ResultExistsError],
    ["getMany", (results) => results.getMany(["text"], Count), core.ValidationError],
    ["exists", (results) => results.exists(".."), core.InvalidIdError],
    ["info", (results) => results.info("none"), core.ResultNotFoundError],
    ["listIds", (results) => results.listIds("a/../b"), core.InvalidIdError],
    ["ids", (results) => [...results.ids("..")], core.InvalidIdError],
    ["update", (results) => results.update("text", Count, () => ({ n: 1 })), core.ValidationError],
    ["update to what is unfit", (results) => results.update("u", Count, () => ({}) as never), core.ValidationError],
    ["getOrCompute", (results) => results.getOrCompute("c", Count, () => ({}) as never), core.ValidationError],
    [
      "importRecords",
      (results) => results.importRecords(results.exportRecords().next().value ?? []),
      core.ResultExistsError,
    ],
    ["copyTo", (results) => results.copyTo(results), core.ResultExistsError],
    ["after close", (results) => results.close() ?? results.get("text"), core.BackendClosedError],
  ];

  test.for(failing)("%s: of its class, with the caller's line", ([, call, Class]) => {
    using results = memory();
    results.set("text", "text", { model: Anything });
    const error = thrownBy(() => call(results));
    expect(error).toBeInstanceOf(Class);
    expect(Object.getPrototypeOf(error)).toBe((Class as typeof Error).prototype);
    expect(core.isResultsError(error)).toBe(true);
    expect((error as Error).stack).toMatch(HERE);
    const { name, code, message, stack } = error as core.ResultsError;
    expect(stack).toContain(`${name} [${code}]: ${message}`);
  });

  test("what a function throws comes as it is, whatever it is", () => {
    using results = memory();
    const trap = (): never => {
      throw new Error("looked at");
    };
    const proxy = new Proxy(new Error("hidden"), { get: trap, getPrototypeOf: trap });
    for (const thrown of [
      proxy,
      Object.freeze(new Error("frozen")),
      Object.freeze({ n: 1 }),
      "text",
      null,
      undefined,
    ]) {
      const fail = (): never => {
        throw thrown;
      };
      for (const call of [() => results.update("a", Count, fail), () => results.getOrCompute("a", Count, fail)]) {
        expect(Object.is(thrownBy(call), thrown)).toBe(true);
      }
    }
    expect(results.getOrCompute("a", Count, () => ({ n: 1 }))).toEqual({ n: 1 });
  });

  test("what the worker throws comes with its fields, its cause, and the caller's line", () => {
    const baseDir = tempFolder();
    using results = new ResultsManager({ baseDir, registry });
    writeFileSync(join(baseDir, "torn.json"), "{");
    for (const call of [() => results.info("torn"), () => results.get("torn")]) {
      const error = thrownBy(call) as core.CorruptRecordError;
      expect(error).toBeInstanceOf(core.CorruptRecordError);
      expect(error).toMatchObject({ code: "CORRUPT_RECORD", id: "torn", location: join(baseDir, "torn.json") });
      expect(error.cause).toBeInstanceOf(SyntaxError);
      expect(error.stack).toMatch(HERE);
    }
    mkdirSync(join(baseDir, "folder.json"));
    const failed = thrownBy(() =>
      results.set("folder", 1, { model: Anything, behavior: "overwrite" }),
    ) as core.StorageError;
    expect(failed).toBeInstanceOf(core.StorageError);
    expect(failed.cause).toMatchObject({ code: "EISDIR" });
  });

  test("opening what cannot be opened throws from the constructor", () => {
    const folder = tempFolder();
    const missing = join(folder, "none");
    const closed = { createIfMissing: false, registry };
    for (const open of [
      () => new ResultsManager({ baseDir: missing, ...closed }),
      () => new ResultsManager(missing, closed),
      () => new ResultsManager(`sqlite:${missing}.db`, closed),
    ]) {
      const error = thrownBy(open) as Error;
      expect(error).toBeInstanceOf(core.StoreNotFoundError);
      expect(error.message).toContain(missing);
      expect(error.stack).toMatch(HERE);
    }
    writeFileSync(join(folder, "file"), "");
    expect(thrownBy(() => new ResultsManager(join(folder, "file")))).toBeInstanceOf(core.StorageError);
    expect(thrownBy(() => new ResultsManager("redis://x"))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("redis"),
    });
  });

  test("an asynchronous function or schema is refused with the caller's line, by every face", () => {
    using results = memory();
    using cache = new CacheManager("memory:", { registry });
    using calls = new CallsManager("memory:", { registry });
    const later = (async () => ({ n: 1 })) as unknown as () => { n: number };
    const double = memoize(later, { calls, name: "later" });
    for (const call of [
      () => results.update("id", Count, later),
      () => results.getOrCompute("id", Count, later),
      () => (results.set as (...args: unknown[]) => void).call(results, "id", { n: 1 }, { model: Slow }),
      () => cache.getOrCompute("key", later),
      () => double(),
    ]) {
      const error = thrownBy(call) as Error;
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain("is asynchronous, and a synchronous call cannot wait for it");
      expect(error.stack).toMatch(HERE);
    }
  });

  test("an error of the caller's own function is the very same, stack and all", () => {
    using results = memory();
    const error = new core.ResultsError("LOCK_TIMEOUT", "mine");
    const { stack } = error;
    const fail = (): never => {
      throw error;
    };
    expect(thrownBy(() => results.update("id", Count, fail))).toBe(error);
    expect(thrownBy(() => results.getOrCompute("id", Count, fail))).toBe(error);
    expect(error.stack).toBe(stack);
    const inner = thrownBy(() =>
      results.update("id", Count, function change() {
        return results.get("none") as never;
      }),
    ) as Error;
    expect(inner.stack).toContain("change");
  });
});
