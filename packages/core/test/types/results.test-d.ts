import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  type AsyncResultsBackend,
  AsyncResultsManager,
  MemoryBackend,
  type Model,
  type ModelInput,
  type ModelOutput,
  type Parsed,
  registerModel,
  SetBehavior,
} from "../../src/index.ts";

const Person = registerModel("Person", v.object({ name: v.string(), age: v.optional(v.number(), 0) }));
const Event = registerModel(
  "Event",
  v.object({
    at: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
    ),
  }),
  {
    encode: ({ at }) => ({ at: at.toISOString() }),
  },
);
const ZodPerson = registerModel("ZodPerson", z.object({ name: z.string(), tags: z.array(z.string()).default([]) }));
const ArkPerson = registerModel("ArkPerson", type({ name: "string", "age?": "number" }));

declare const results: AsyncResultsBackend;

test("a model gives the types of its schema", () => {
  expectTypeOf<ModelOutput<typeof Person>>().toEqualTypeOf<{ name: string; age: number }>();
  expectTypeOf<ModelInput<typeof Person>>().toEqualTypeOf<{ name: string; age?: number | undefined }>();
  expectTypeOf(Person.parse({ name: "Ada" })).toEqualTypeOf<Parsed<{ name: string; age: number }>>();
  expectTypeOf(Event.parseAsync({ at: "2026" })).toEqualTypeOf<Promise<Parsed<{ at: Date }>>>();
  expectTypeOf(Person.parse({ name: "Ada" })).toExtend<{ name: string; age: number }>();
  expectTypeOf(Person).toExtend<Model>();
  // @ts-expect-error the schema wants a name.
  Person.parse({ age: 1 });
});

test("get(id, Model) is exactly the schema's output; without a model it is unknown", () => {
  expectTypeOf(results.get("id", Person)).toEqualTypeOf<Promise<{ name: string; age: number }>>();
  expectTypeOf(results.get(["a", "b"], Event)).toEqualTypeOf<Promise<{ at: Date }>>();
  expectTypeOf(results.get("id", ZodPerson)).toEqualTypeOf<Promise<{ name: string; tags: string[] }>>();
  expectTypeOf(results.get("id", ArkPerson)).toEqualTypeOf<Promise<{ name: string; age?: number }>>();
  expectTypeOf(results.get("id")).toEqualTypeOf<Promise<unknown>>();
  expectTypeOf(results.get("id", undefined, { namespace: "lab" })).toEqualTypeOf<Promise<unknown>>();
  // @ts-expect-error an id is text or an array of texts.
  results.get(7, Person);
});

test("getMany has undefined for a miss", () => {
  expectTypeOf(results.getMany(["a"], Person)).toEqualTypeOf<Promise<({ name: string; age: number } | undefined)[]>>();
  expectTypeOf(results.getMany(["a"])).toEqualTypeOf<Promise<unknown[]>>();
});

test("set takes what the schema takes, and what it gives", () => {
  results.set("id", { name: "Ada" }, { model: Person });
  results.set("id", { at: "2026-01-01" }, { model: Event });
  results.set("id", { at: new Date() }, { model: Event, behavior: SetBehavior.Overwrite, ttlSeconds: 5 });
  results.set("id", Person.parse({ name: "Ada" }));
  results.set("id", Person.parse({ name: "Ada" }), { behavior: "skip_if_exists" });
  expectTypeOf(results.set("id", { name: "Ada" }, { model: Person })).toEqualTypeOf<Promise<boolean>>();
  // @ts-expect-error age is a number.
  results.set("id", { name: "Ada", age: "36" }, { model: Person });
  // @ts-expect-error the name is missing.
  results.set("id", {}, { model: Person });
  // @ts-expect-error at is text or a date.
  results.set("id", { at: 5 }, { model: Event });
  // @ts-expect-error there is no such behaviour.
  results.set("id", { name: "Ada" }, { model: Person, behavior: "replace" });
  // @ts-expect-error a value that no model parsed needs a model.
  results.set("id", { name: "Ada" });
  // @ts-expect-error a copy is a value that no model parsed.
  results.set("id", { ...Person.parse({ name: "Ada" }) });
  // @ts-expect-error a primitive belongs to no model, so one must be given.
  results.set("id", "text");
});

test("a function over any model passes data and results through", async () => {
  async function store<M extends Model>(model: M, data: ModelInput<M>): Promise<ModelOutput<M>> {
    await results.set("id", data, { model });
    await results.setMany([["id", data]], { model });
    return results.get("id", model);
  }
  expectTypeOf(await store(Person, { name: "Ada" })).toEqualTypeOf<{ name: string; age: number }>();
});

test("setMany checks every entry", () => {
  results.setMany(
    [
      ["a", { name: "Ada" }],
      [["b"], { name: "Bob", age: 1 }],
    ],
    { model: Person },
  );
  results.setMany(new Map([["a", { name: "Ada" }]]), { model: Person });
  // @ts-expect-error the entry has no name.
  results.setMany([["b", { age: 1 }]], { model: Person });
});

test("update and getOrCompute give the schema's output, and take what it takes or gives", () => {
  expectTypeOf(results.update("id", Event, (current) => current ?? { at: new Date() })).toEqualTypeOf<
    Promise<{ at: Date }>
  >();
  results.update("id", Event, (current) => {
    expectTypeOf(current).toEqualTypeOf<{ at: Date } | undefined>();
    return { at: new Date() };
  });
  expectTypeOf(
    results.getOrCompute("id", Person, async ({ signal }) => {
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { name: "Ada", age: 1 };
    }),
  ).toEqualTypeOf<Promise<{ name: string; age: number }>>();
  results.update("id", Event, () => ({ at: "2026" }));
  results.getOrCompute("id", Person, () => ({ name: "Ada" }));
  // @ts-expect-error the schema takes text and gives a date.
  results.update("id", Event, () => ({ at: 2026 }));
  // @ts-expect-error the schema needs a name.
  results.getOrCompute("id", Person, () => ({ age: 36 }));
});

test("a schema of which nothing is known gives unknown", () => {
  const Anything = registerModel("Anything", v.unknown());
  expectTypeOf(results.get("id", Anything)).toEqualTypeOf<Promise<unknown>>();
  results.set("id", 7, { model: Anything });
});

test("encode is typed by the schema", () => {
  registerModel("Bad", v.object({ n: v.pipe(v.string(), v.transform(Number)) }), {
    // @ts-expect-error the schema takes text for n.
    encode: ({ n }) => ({ n }),
  });
});

test("every backend and the manager are an AsyncResultsBackend", () => {
  expectTypeOf<MemoryBackend>().toExtend<AsyncResultsBackend>();
  expectTypeOf<AsyncResultsManager>().toExtend<AsyncResultsBackend>();
  expectTypeOf(new MemoryBackend().get("id", Person)).toEqualTypeOf<Promise<{ name: string; age: number }>>();
  expectTypeOf(new AsyncResultsManager({ backend: results }).get("id", Person)).toEqualTypeOf<
    Promise<{ name: string; age: number }>
  >();
  // @ts-expect-error a manager needs a backend.
  new AsyncResultsManager({});
});
