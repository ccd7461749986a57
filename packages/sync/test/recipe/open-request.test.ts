import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MemoryBackend } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { ResultsManager } from "../../src/index.ts";
import { absoluteUrl } from "../../src/recipe/absolute-url.ts";
import { resolveModule } from "../../src/recipe/resolve-module.ts";
import { Anything, Count, registry } from "../support/models.ts";
import { thrownBy } from "../support/thrown-by.ts";

describe("absoluteUrl", () => {
  const here = pathToFileURL(process.cwd()).pathname;
  test.for([
    ["./data", resolve("data")],
    ["data", resolve("data")],
    ["/abs/data", "/abs/data"],
    ["file:./data", `file://${here}/data`],
    ["sqlite:x.db", `sqlite://${here}/x.db`],
    ["sqlite://x.db", `sqlite://${here}/x.db`],
    ["sqlite://:memory:", "sqlite://:memory:"],
    ["SQLite:./x.db?mode=ro", `SQLite://${here}/x.db?mode=ro`],
    ["sqlite:///abs/x.db", "sqlite:///abs/x.db"],
    ["sqlite::memory:", "sqlite::memory:"],
    ["memory:", "memory:"],
    ["sqlite:", "sqlite:"],
    ["file:///", "file:///"],
    ["redis://host/1", "redis://host/1"],
    ["", ""],
  ])("%s", ([url, expected]) => {
    expect(absoluteUrl(url as string)).toBe(expected);
  });
});

describe("resolveModule", () => {
  test.for([
    ["./my-backend.js", pathToFileURL(resolve("my-backend.js")).href],
    ["../x.ts", pathToFileURL(resolve("../x.ts")).href],
    ["/abs/x.js", "file:///abs/x.js"],
    ["file:///abs/x.js", "file:///abs/x.js"],
    [new URL("file:///abs/x.js"), "file:///abs/x.js"],
    ["no-such-package", "no-such-package"],
  ])("%s", ([module, expected]) => {
    expect(resolveModule(module)).toBe(expected);
  });
});

describe("backends by recipe", () => {
  const CORE = import.meta.resolve("@results-manager/core");
  const FILES = import.meta.resolve("@results-manager/backend-fs");

  test.for([
    ["a class, by name", { module: CORE, export: "MemoryBackend" }],
    [
      "a class with arguments and options",
      { module: FILES, export: "FileBackend", args: ["DIR"], options: { durability: "process" } },
    ],
    ["the only backend of a package", { module: FILES, args: ["DIR"] }],
    [
      "a function that opens a manager",
      { module: import.meta.resolve("results-manager"), export: "openResults", args: ["memory:"] },
    ],
    ["a file, from here", { module: "./packages/sync/test/support/serialized-memory.ts" }],
  ] as const)("%s", ([, recipe]) => {
    const args = ("args" in recipe ? recipe.args : []).map((arg) => (arg === "DIR" ? tempFolder() : arg));
    const module = recipe.module.startsWith("./")
      ? join(import.meta.dirname, "../../../..", recipe.module)
      : recipe.module;
    using results = new ResultsManager({ backend: { ...recipe, module, args }, registry });
    results.set("a", { n: 1 }, { model: Count });
    expect(results.get("a")).toEqual({ n: 1 });
  });

  test("a CommonJS file of the user's own, and a default export", () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "node_modules"));
    const core = JSON.stringify(new URL(CORE).pathname);
    writeFileSync(join(folder, "mine.cjs"), `exports.MyBackend = class extends require(${core}).MemoryBackend {};`);
    writeFileSync(join(folder, "mine.mjs"), `export { MemoryBackend as default, VoidBackend } from ${core};`);
    for (const file of ["mine.cjs", "mine.mjs"]) {
      using results = new ResultsManager({ backend: { module: join(folder, file) }, registry });
      expect(results.set("a", 1, { model: Anything })).toBe(true);
      expect(results.get("a")).toBe(1);
    }
  });

  const misuses: readonly (readonly [name: string, store: unknown, says: string, options?: unknown])[] = [
    ["nothing", undefined, "got undefined"],
    ["null", null, "got null"],
    ["an empty path", "", '""'],
    ["no description", {}, "no backend"],
    ["an instance", { backend: new MemoryBackend() }, "cannot be sent to another thread; got an instance"],
    ["a backend that is null", { backend: null }, "got null"],
    ["both", { backend: { module: CORE }, baseDir: "x" }, "baseDir"],
    ["options that are none of a manager's", { backend: { module: CORE }, durability: "full" }, "durability"],
    ["a function among the options", { backend: { module: CORE, options: { f: () => 1 } } }, "plain data"],
    ["args that are no array", { backend: { module: CORE, args: "x" } }, "args"],
    ["a module that is not there", { backend: { module: "./none.js" } }, "could not be loaded"],
    ["a package that is not there", { backend: { module: "no-such-package" } }, "no-such-package"],
    ["an export that is not there", { backend: { module: CORE, export: "Nothing" } }, "it exports"],
    ["a choice of exports", { backend: { module: CORE } }, "Name the export"],
    [
      "what makes no backend",
      { backend: { module: CORE, export: "parseId", args: ["a"] } },
      "must create a backend of this library",
    ],
    ["options that are none", "memory:", "must be an object", null],
    ["options beside a description", { baseDir: "x" }, "takes no second argument", {}],
  ];
  test.for(misuses)("%s: a TypeError that says what it should have been", ([, store, says, options]) => {
    const open = () => new ResultsManager(store as string, options as undefined);
    const error = thrownBy(open) as Error;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(says);
  });

  test.for([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "1"])("timeoutMs %s: a RangeError", (timeoutMs) => {
    expect(thrownBy(() => new ResultsManager("memory:", { timeoutMs: timeoutMs as number }))).toBeInstanceOf(
      RangeError,
    );
  });
});

describe("results.backend", () => {
  test("may be reassigned; the old one stays open for whoever has it", () => {
    using results = new ResultsManager("memory:", { registry });
    results.set("a", 1, { model: Anything });
    const first = results.backend;
    results.backend = { baseDir: tempFolder() };
    expect(results.exists("a")).toBe(false);
    results.set("b", 2, { model: Anything });
    const files = results.backend;
    results.backend = first;
    expect(results.listIds()).toEqual(["a"]);
    using other = new ResultsManager("memory:", { registry });
    other.backend = files;
    expect(other.listIds()).toEqual(["b"]);
    files.close();
    expect(thrownBy(() => other.listIds())).toMatchObject({ code: "BACKEND_CLOSED" });
    expect(thrownBy(() => (results.backend = { backend: { module: "./none.js" } }))).toBeInstanceOf(TypeError);
    expect(results.listIds()).toEqual(["a"]);
  });
});
