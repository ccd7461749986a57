import * as v from "valibot";
import { expect, test } from "vitest";
import {
  computedEntry,
  entriesOf,
  entryOf,
  entryValue,
  isMisfit,
  isSameEntry,
  isTagged,
  modelIn,
  tagsOf,
  timesFor,
  withoutTags,
  withTags,
  withValue,
} from "../../src/cache/entry.ts";
import { ModelRegistry, ResultNotFoundError, ValidationError } from "../../src/index.ts";

const TIMES = { now: 5, expiresAt: undefined };
const TIME = new Date(5).toISOString();
const model = new ModelRegistry().register("M", v.object({ at: v.date() }));

test("an entry has its value, encoded if need be, and its times", () => {
  const plain = { modelName: "", namespace: "cache", version: 1, createdAt: TIME, updatedAt: TIME };
  const value = { a: [1] };
  const entry = entryOf("k", value, { now: 5, expiresAt: 7 });
  value.a.push(2);
  expect(entry).toEqual({ ...plain, data: { a: [1] }, expiresAt: 7 });
  expect(entryOf("k", new Date(5), TIMES)).toEqual({ ...plain, data: TIME, types: "Date" });
  expect(entryOf("k", null, TIMES).data).toBeNull();
});

test("what cannot be stored is refused with the key, and advice", () => {
  const refused = (value: unknown) => expect(() => entryOf("k", value, TIMES));
  refused(undefined).toThrow("undefined cannot be stored, because it means a miss; store null");
  refused(() => 1).toThrow(expect.objectContaining({ code: "NOT_ROUND_TRIPPABLE", id: "k" }));
  refused(new (class Custom {})()).toThrow("with a model that has an 'encode'");
});

test("many entries are written whatever is stored", () => {
  const [write] = entriesOf([["k", 1]], TIMES);
  expect(write).toMatchObject({ key: "k", condition: "any", content: { data: 1 } });
  expect(() => entriesOf([["", 1]], TIMES)).toThrow(expect.objectContaining({ code: "INVALID_KEY" }));
  expect(() => entriesOf([["k", undefined]], TIMES)).toThrow(expect.objectContaining({ id: "k" }));
});

test("a computed value is stored as an output of its model, if there is one", async () => {
  let asked = 0;
  const timesNow = () => {
    asked++;
    return TIMES;
  };
  const value = { at: new Date(5) };
  expect(computedEntry("k", value, undefined, timesNow)).toMatchObject({ modelName: "", data: { at: TIME } });
  expect(await computedEntry("k", value, model, timesNow)).toMatchObject({ modelName: "M", namespace: "cache" });
  expect(asked).toBe(2);
  expect(() => computedEntry("k", undefined, model, timesNow)).toThrow("it means a miss");
  expect(() => computedEntry("k", { at: 5 }, model, timesNow)).toThrow("The computed value of cache entry 'k'");
});

test("the times of an entry are those of the clock", () => {
  const clock = { now: () => 1_000 };
  expect([timesFor(clock, undefined), timesFor(clock, 2)]).toEqual([
    { now: 1_000, expiresAt: undefined },
    { now: 1_000, expiresAt: 3_000 },
  ]);
});

test("tags are added to an entry, and read back unless they are damaged", () => {
  const entry = entryOf("k", { at: new Date(5) }, TIMES);
  expect(withTags(entry, [])).toBe(entry);
  const tagged = withTags(entry, [["a", "1"]]);
  expect(tagged).toMatchObject({ data: { value: { at: TIME }, tags: [["a", "1"]] }, types: { value: { at: "Date" } } });
  expect([isTagged(entry), isTagged(tagged)]).toEqual([false, true]);
  expect(withTags(entryOf("k", 1, TIMES), [["a", "1"]]).types).toBeUndefined();
  expect(tagsOf(tagged)).toEqual([["a", "1"]]);
  const of = (data: unknown) => tagsOf({ data } as never);
  const damaged = [null, 5, { value: 1 }, { tags: [["a", "1"]] }, { value: 1, tags: "a" }, { value: 1, tags: ["a"] }];
  const odd = [[["", "1"]], [[5, "1"]], [["a", "1"], []]].map((tags) => ({ value: 1, tags }));
  for (const data of [...damaged, ...odd]) expect(of(data)).toBeUndefined();
  expect(of({ value: null, tags: [] })).toEqual([]);
});

test("the model of a read is a model, or none", () => {
  expect([modelIn(undefined, "get"), modelIn({}, "get"), modelIn({ model }, "get")]).toEqual([
    undefined,
    undefined,
    model,
  ]);
  expect(() => modelIn({ model: null as never }, "get")).toThrow("model must be a model");
  expect(() => modelIn({ modl: model } as never, "get")).toThrow("Unknown option 'modl' of get.");
});

test("what a function computes is what its model returns, where the model takes that too", async () => {
  const doubled = new ModelRegistry().register(
    "Doubled",
    v.pipe(
      v.number(),
      v.transform((n) => 2 * n),
    ),
    {
      encode: (n) => n / 2,
    },
  );
  expect(await computedEntry("k", 4, doubled, () => TIMES)).toMatchObject({ data: 2 });
});

const LOCATOR = { locate: () => "here" };
test("the value of an entry is decoded, and a copy if the entry is shared", () => {
  const of = (entry: unknown, isShared?: boolean, by?: typeof model) =>
    entryValue(LOCATOR, "k", entry as never, by, isShared);
  const plain = entryOf("k", { a: [1] }, TIMES);
  for (const value of [of(plain), of(plain, false)]) expect(value).toBe(plain.data);
  expect(of(plain, true)).toEqual(plain.data);
  expect(of(plain, true)).not.toBe(plain.data);
  expect(of(withTags(plain, [["a", "1"]]), false)).toBe(plain.data);
  const dated = entryOf("k", { at: new Date(5) }, TIMES);
  for (const isShared of [true, false]) expect(of(dated, isShared)).toEqual({ at: new Date(5) });
  expect(of(withTags(dated, [["a", "1"]]), true)).toEqual({ at: new Date(5) });
  const mixed = entryOf("k", { at: new Date(5), list: [1] }, TIMES);
  const { list } = mixed.data as { list: unknown };
  expect((of(mixed, true) as { list: unknown }).list).not.toBe(list);
  expect((of(mixed, false) as { list: unknown }).list).toBe(list);
  expect(of(entryOf("k", new Uint8Array([1]), TIMES), true)).toEqual(new Uint8Array([1]));
  const computed = computedEntry("k", { at: new Date(5) }, model, () => TIMES);
  expect(of(computed, false, model)).toEqual({ at: new Date(5) });
  expect(() => of(plain, false, model)).toThrow("Cache entry 'k'");
  expect(() => of({ ...plain, types: "Date" }, false)).toThrow(expect.objectContaining({ code: "CORRUPT_RECORD" }));
});

test("an entry that does not fit its model is told from other errors", () => {
  expect([new ValidationError("M", []), new ResultNotFoundError("a"), new Error("x")].map(isMisfit)).toEqual([
    true,
    false,
    false,
  ]);
});

test("entries are the same if value, types and model are", () => {
  const entry = { ...entryOf("k", { at: new Date(5) }, TIMES), modelName: "M" };
  expect(isSameEntry(entry, { ...structuredClone(entry), createdAt: "later" })).toBe(true);
  for (const more of [
    { modelName: "N" },
    { namespace: "n" },
    { version: 2 },
    { data: { at: 1 } },
    { types: undefined },
  ])
    expect(isSameEntry(entry, { ...entry, ...more } as never)).toBe(false);
});

test("a value is replaced, and tags stay until they are removed", () => {
  const entry = entryOf("k", new Date(5), { now: 5, expiresAt: 9 });
  const tagged = withTags(entry, [["a", "1"]]);
  const changed = { updatedAt: new Date(7).toISOString(), types: undefined };
  expect(withValue(entry, 1, 7)).toEqual({ ...entry, ...changed, data: 1 });
  expect(withValue(tagged, 1, 7)).toEqual({ ...tagged, ...changed, data: { value: 1, tags: [["a", "1"]] } });
  expect(withoutTags(tagged)).toEqual(entry);
  expect(withoutTags(withValue(tagged, 1, 7)).types).toBeUndefined();
});
