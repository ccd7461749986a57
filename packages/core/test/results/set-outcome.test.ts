import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, SetBehavior } from "../../src/index.ts";
import { setOutcome } from "../../src/results/set-outcome.ts";

const TIME = new Date(0).toISOString();
const content = (data: unknown, more: object = {}) =>
  ({ modelName: "M", namespace: "n", version: 1, data, createdAt: TIME, updatedAt: TIME, ...more }) as never;
const model = new ModelRegistry().register("M", v.number(), {
  version: 2,
  upgrade: { 1: (data: unknown) => Number(data) },
});
const CONTEXT = { id: "id", locate: () => "here", advice: "", words: {} } as never;
/** Outcome of a write for which another record was found. */
const outcome = (
  found: unknown,
  behavior: SetBehavior = SetBehavior.RaiseIfDifferent,
  data: unknown = 1,
  by?: typeof model,
) => setOutcome(behavior, { written: false, found: found as never }, content(data), by, CONTEXT);

test("what is written is written, and what exists is kept, refused or compared", () => {
  for (const behavior of Object.values(SetBehavior))
    expect(setOutcome(behavior, { written: true, revision: 1 }, content(1), undefined, CONTEXT)).toBe(true);
  expect(outcome(content(2), SetBehavior.SkipIfExists)).toBe(false);
  const exists = expect.objectContaining({ code: "RESULT_EXISTS", id: "id" });
  for (const behavior of Object.values(SetBehavior).filter(
    (each) => !["skip_if_exists", "raise_if_different"].includes(each),
  ))
    expect(() => outcome(content(1), behavior)).toThrow(exists);
  expect(outcome(content(1))).toBe(true);
});

test.for<[found: unknown, reason: string]>([
  [undefined, "the stored record is corrupt: it was removed in the meantime."],
  [{ corrupt: "it is torn", cause: 5 }, "the stored record is corrupt: it is torn."],
  [
    content(1, { modelName: "N" }),
    "it was stored with model 'N' of namespace 'n', and passed with model 'M' of namespace 'n'.",
  ],
  [content(1, { namespace: "o" }), "it was stored with model 'M' of namespace 'o', and passed"],
  [content(1, { types: "Date" }), "the stored data cannot be compared."],
  [content(2), "at $, 2 is stored, 1 was given."],
  [content({ a: ["x"] }), "at $, { a: [ 'x' ] } is stored, 1 was given."],
  [content("x".repeat(78)), `at $, "${"x".repeat(78)}" is stored,`],
  [content("x".repeat(79)), `at $, "${"x".repeat(79)}… is stored,`],
])("a different record is refused with the difference: %#", ([found, reason]) => {
  expect(() => outcome(found)).toThrow(expect.objectContaining({ code: "RESULT_DIFFERS" }));
  expect(() => outcome(found)).toThrow(`Result 'id' is stored already and differs: ${reason}`);
});

test("a record of an older version is compared in its new form", () => {
  expect(outcome(content("1"), SetBehavior.RaiseIfDifferent, 1, model)).toBe(true);
  expect(() => outcome(content("2"), SetBehavior.RaiseIfDifferent, 1, model)).toThrow("2 is stored, 1 was given");
});
