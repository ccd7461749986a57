import {
  AsyncResultsManager,
  type FoundResult,
  MemoryBackend,
  type ResultInfo,
  registerModel,
  type SetBehavior,
} from "@results-manager/core";
import * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import { type OpenedBackend, ResultsManager } from "../../src/index.ts";

const Person = registerModel("Person", v.object({ name: v.string(), age: v.optional(v.number(), 0) }));
type Person = { name: string; age: number };

declare const results: ResultsManager;

test("every method of the asynchronous manager but computeAll and watch is there, and every result a plain value", () => {
  type Missing = Exclude<keyof AsyncResultsManager, keyof ResultsManager | typeof Symbol.asyncDispose>;
  expectTypeOf<Missing>().toEqualTypeOf<"computeAll" | "watch">();
  expectTypeOf(results.get("id", Person)).toEqualTypeOf<Person>();
  expectTypeOf(results.get("id")).toBeUnknown();
  expectTypeOf(results.getMany(["id"], Person)).toEqualTypeOf<(Person | undefined)[]>();
  expectTypeOf(results.set("id", { name: "Ada" }, { model: Person })).toBeBoolean();
  expectTypeOf(results.setMany([["id", { name: "Ada" }]], { model: Person })).toEqualTypeOf<boolean[]>();
  expectTypeOf(results.update("id", Person, (old) => old ?? { name: "Ada", age: 1 })).toEqualTypeOf<Person>();
  expectTypeOf(results.getOrCompute("id", Person, () => ({ name: "Ada", age: 1 }))).toEqualTypeOf<Person>();
  expectTypeOf(results.info("id")).toEqualTypeOf<ResultInfo>();
  expectTypeOf(results.ids()).toExtend<Iterable<string>>();
  expectTypeOf(results.find(Person)).toEqualTypeOf<FoundResult<Person>[]>();
  expectTypeOf(results.find(Person, { select: ["age"] })[0]?.value).toEqualTypeOf<{ age: number } | undefined>();
  expectTypeOf(results.findIds(Person, { where: { age: { gt: 30 } }, orderBy: ["-age"] })).toEqualTypeOf<string[]>();
  expectTypeOf(results.first(Person)).toEqualTypeOf<FoundResult<Person> | undefined>();
  expectTypeOf(results.aggregate(Person, { groupBy: ["name"], avg: ["age"] })[0]?.group.name).toEqualTypeOf<
    string | undefined
  >();
  expectTypeOf([...results.entries("a", Person)][0]?.value).toEqualTypeOf<Person | undefined>();
  expectTypeOf(results.find("Person", { where: { age: { gt: 30 } } })).toEqualTypeOf<FoundResult<unknown>[]>();
  expectTypeOf(results.count("Person", {})).toBeNumber();
  expectTypeOf([...results.entries("a", "Person")][0]?.value).toBeUnknown();
  expectTypeOf(results.listIds()).toEqualTypeOf<string[]>();
  expectTypeOf(results.close()).toBeVoid();
  expectTypeOf(results).toExtend<Disposable>();
});

test("wrong data and what is asynchronous do not compile", () => {
  // @ts-expect-error the schema wants a name.
  results.set("id", { age: 1 }, { model: Person });
  // @ts-expect-error an entry of the wrong shape.
  results.setMany([["id", { nam: "Ada" }]], { model: Person });
  // @ts-expect-error no such field.
  results.find(Person, { where: { agee: 1 } });
  // @ts-expect-error a promise is no result.
  results.update("id", Person, async () => ({ name: "Ada", age: 1 }));
  // @ts-expect-error nor is it one here.
  results.getOrCompute("id", Person, async () => ({ name: "Ada", age: 1 }));
  // @ts-expect-error a copy that blocks cannot go to what does not.
  results.copyTo(new AsyncResultsManager({ backend: new MemoryBackend() }));
  // @ts-expect-error no behaviour.
  results.set("id", { name: "Ada" }, { model: Person, behavior: "overwritten" as const satisfies SetBehavior });
});

test("a store is described in one of four ways", () => {
  expectTypeOf(new ResultsManager("./data")).toEqualTypeOf<ResultsManager>();
  new ResultsManager(new URL("file:///data"), { timeoutMs: 5_000, durability: "process" });
  new ResultsManager({ baseDir: "./data", createIfMissing: false, timeoutMs: 5_000 });
  new ResultsManager({ backend: { module: "@results-manager/backend-sqlite", args: ["./x.db"] } });
  results.backend = "sqlite:./x.db";
  results.backend = { backend: { module: "./my-backend.js", export: "MyBackend", options: { a: 1 } } };
  expectTypeOf(results.backend).toEqualTypeOf<OpenedBackend>();
  // @ts-expect-error an instance cannot go to another thread.
  new ResultsManager({ backend: new MemoryBackend() });
  // @ts-expect-error no durability.
  new ResultsManager({ baseDir: "./data", durability: "none" });
});
