import { expect, test } from "vitest";
import type { Model } from "../../src/index.ts";
import { isThenable } from "../../src/models/is-thenable.ts";
import { chain, validate } from "../../src/models/validate.ts";

const validated = (result: unknown, words?: () => object) =>
  validate({ name: "M", schema: { "~standard": { validate: () => result } } } as unknown as Model, 1, "id", words);
const throwing = {
  get value(): never {
    throw new Error("unreadable");
  },
};

test("the output is returned, also undefined, and also later", async () => {
  expect(validated({ value: 5 })).toBe(5);
  expect(validated({ value: undefined })).toBeUndefined();
  expect(validated({ value: 5, issues: undefined })).toBe(5);
  expect(await validated(Promise.resolve({ value: 5 }))).toBe(5);
});

test("issues are a validation error, whose words are made only then", async () => {
  const issues = [{ message: "no", path: ["a"] }];
  const words = () => ({ noun: "Thing" });
  for (const error of [
    expect.objectContaining({ code: "VALIDATION_FAILED", issues }),
    "Thing 'id' does not fit model 'M': no at $.a.",
  ]) {
    expect(() => validated({ issues }, words)).toThrow(error);
    await expect(validated(Promise.resolve({ issues }), words)).rejects.toThrow(error);
  }
  expect(() => validated({ issues })).toThrow("Result 'id'");
  expect(validated({ value: 5 }, () => expect.fail())).toBe(5);
});

test.for<[unknown, reason: string]>([
  [undefined, "it returned neither a value nor issues"],
  [null, "it returned neither a value nor issues"],
  ["value", "it returned neither a value nor issues"],
  [{}, "it returned neither a value nor issues"],
  [{ value: 5, issues: "no list" }, "it returned neither a value nor issues"],
  [throwing, "it threw"],
])("a schema has failed that returns neither, or what cannot be read: %#", async ([result, reason]) => {
  const error = expect.objectContaining({ code: "MODEL_FAILED", message: expect.stringContaining(reason) });
  expect(() => validated(result)).toThrow(error);
  await expect(validated(Promise.resolve(result))).rejects.toThrow(error);
});

test("a schema that throws has failed, at once or later", async () => {
  const cause = new Error("broken");
  const model = (fail: () => unknown) =>
    ({ name: "M", schema: { "~standard": { validate: fail } } }) as unknown as Model;
  const error = expect.objectContaining({ code: "MODEL_FAILED", cause });
  expect(() =>
    validate(
      model(() => {
        throw cause;
      }),
      1,
    ),
  ).toThrow(error);
  await expect(
    validate(
      model(() => Promise.reject(cause)),
      1,
    ),
  ).rejects.toThrow(error);
});

test("a promise is told by its 'then'", () => {
  // biome-ignore lint/suspicious/noThenProperty: these are thenables, and none.
  const [thenable, none] = [{ then: () => 1 }, { then: 1 }];
  expect([thenable, Promise.resolve(), none, {}, null, undefined, "then"].map(isThenable)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test("work goes on with a value at once, or with that of a promise", async () => {
  expect(chain(1, (value) => [value])).toEqual([1]);
  expect(await chain(Promise.resolve(1), (value) => [value])).toEqual([1]);
});
