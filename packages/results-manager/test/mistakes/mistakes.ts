/** Ordinary mistake of a user, as the compiler sees it. */
export interface Mistake {
  readonly name: string;
  /** Line of a program with the mistake, marked by `§` where the compiler must point. */
  readonly code: string;
  /** Text that the first line of the error must contain. */
  readonly says: RegExp;
}

/** Beginning of the program. */
export const PRELUDE = `import { memoize, openCache, openResults, registerModel, type AsyncCacheBackend, type AsyncResultsBackend } from "results-manager";
import { ResultsManager } from "@results-manager/sync";
import * as v from "valibot";
const Person = registerModel("Person", v.object({ name: v.string(), age: v.number(), tags: v.optional(v.array(v.string()), []) }));
declare const results: AsyncResultsBackend, cache: AsyncCacheBackend, sync: ResultsManager;
declare const person: { name: string; age: number };
`;

export const MISTAKES: readonly Mistake[] = [
  {
    name: "a field of another type",
    code: `results.set("a", { name: "Ada", §age: "36" }, { model: Person });`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "a misspelt field",
    code: `results.set("a", { §nmae: "Ada", age: 36 }, { model: Person });`,
    says: /'nmae' does not exist in type '{ name: string;/,
  },
  {
    name: "a missing field",
    code: `results.set("a", §{ name: "Ada" }, { model: Person });`,
    says: /'age' is missing|'{ name: string; }' is not assignable to parameter of type '{ name: string; age: number; /,
  },
  {
    name: "a forgotten model",
    code: `results.set("a", { §name: "Ada", age: 36 });`,
    says: /'ParsedByModel<"otherwise pass { model }">'/,
  },
  {
    name: "a forgotten model of a variable",
    code: `results.set("a", §person, { behavior: "overwrite" });`,
    says: /'ParsedByModel<"otherwise pass { model }">'/,
  },
  {
    name: "a copy of what a model parsed, without the model",
    code: `results.set("a", { ...Person.parse(person), §age: 37 });`,
    says: /'ParsedByModel<"otherwise pass { model }">'/,
  },
  {
    name: "a schema in place of a model",
    code: `results.set("a", person, { §model: v.object({ name: v.string() }) });`,
    says: /missing the following properties from type 'Model</,
  },
  {
    name: "a behaviour that does not exist",
    code: `results.set("a", person, { model: Person, §behavior: "replace" });`,
    says: /Type '"replace"' is not assignable to type 'SetBehavior/,
  },
  {
    name: "an option that does not exist",
    code: `results.set("a", person, { model: Person, §ttl: 60 });`,
    says: /'ttl' does not exist in type 'SetOptions</,
  },
  {
    name: "an option of another type",
    code: `results.set("a", person, { model: Person, §ttlSeconds: "60" });`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "one bad entry of many",
    code: `results.setMany([["a", { name: "Ada", age: 36 }], ["b", { name: "Bob", §age: "41" }]], { model: Person });`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "objects in place of entries",
    code: `results.setMany([{ §id: "a", data: person }], { model: Person });`,
    says: /'id' does not exist in type 'readonly \[ResultId, /,
  },
  { name: "an id that is a number", code: `results.get(§7, Person);`, says: /'number' is not assignable/ },
  {
    name: "a model in braces",
    code: `results.get("a", { §model: Person });`,
    says: /'model' does not exist in type 'Model</,
  },
  {
    name: "a result that was read without a model",
    code: `§(await results.get("a")).name;`,
    says: /Object is of type 'unknown'/,
  },
  {
    name: "a field that the result does not have",
    code: `(await results.get("a", Person)).§nam;`,
    says: /Property 'nam' does not exist.* Did you mean 'name'/,
  },
  {
    name: "a computed value that does not fit",
    code: `results.getOrCompute("a", Person, () => ({ name: "Ada", §age: "36" }));`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "an updated value that does not fit",
    code: `results.update("a", Person, (current) => ({ name: current?.name ?? "", §age: "36" }));`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "a function before the model",
    code: `results.getOrCompute("a", §() => person, Person);`,
    says: /'\(\) => { .*' is not assignable to parameter of type 'Model</,
  },
  {
    name: "a cache with the model in the options",
    code: `cache.getOrCompute("a", () => person, { §model: Person });`,
    says: /'model' does not exist in type 'CacheComputeOptions'/,
  },
  {
    name: "a cached value that does not fit",
    code: `cache.getOrCompute("a", Person, () => ({ name: "Ada", §age: "36" }));`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "a cached value that no model checked",
    code: `const §count: number = await cache.getOrCompute("a", () => 1);`,
    says: /Type 'unknown' is not assignable to type 'number'/,
  },
  {
    name: "a store that was not awaited",
    code: `openResults("./data").§set("a", person, { model: Person });`,
    says: /Property 'set' does not exist on type 'Unawaited</,
  },
  {
    name: "a store that was not awaited in await using",
    code: `await using opened = §openResults("./data");`,
    says: /initializer of an 'await using' declaration must be/,
  },
  {
    name: "a misspelt option of an opener",
    code: `await openCache("memory:", { §maxEntires: 5 });`,
    says: /'maxEntires' does not exist.*Did you mean to write 'maxEntries'/,
  },
  {
    name: "a durability that does not exist",
    code: `await openResults("./data", { §durability: "none" });`,
    says: /Type '"none"' is not assignable to type 'Durability/,
  },
  {
    name: "results as the storage of a memoized function",
    code: `memoize((text: string) => text.length, { §storage: results });`,
    says: /'AsyncResultsBackend' is missing the following properties from type 'CallStorage'/,
  },
  {
    name: "an encode that does not give the schema's input",
    code: `registerModel("N", v.object({ n: v.pipe(v.string(), v.transform(Number)) }), { §encode: ({ n }) => ({ n }) });`,
    says: /'\(\{ n \}: \{ n: number; \}\) => .*' is not assignable to type /,
  },
  {
    name: "a backend that lacks methods",
    code: `const §own: AsyncResultsBackend = { set: async () => true };`,
    says: /missing the following properties from type 'AsyncResultsBackend': (?:\[Symbol\.asyncDispose\], )?(?:get, exists|entries, children|children, count), /,
  },
  {
    name: "a condition on a field that does not exist",
    code: `results.find(Person, { where: { §nmae: "Ada" } });`,
    says: /'nmae' does not exist in type/,
  },
  {
    name: "a condition with an operand of another type",
    code: `results.find(Person, { where: { age: { §gt: "36" } } });`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
  {
    name: "an order by a field that does not exist",
    code: `results.find(Person, { orderBy: [§"-agee"] });`,
    says: /Type '"-agee"' is not assignable to type/,
  },
  {
    name: "a field of another type, in a blocking script",
    code: `sync.set("a", { name: "Ada", §age: "36" }, { model: Person });`,
    says: /Type 'string' is not assignable to type 'number'/,
  },
];
