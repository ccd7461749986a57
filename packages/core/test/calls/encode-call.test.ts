import { expect, test } from "vitest";
import { callKey } from "../../src/calls/call-key.ts";
import { copyCall, encodeCall, keyOfCall } from "../../src/calls/encode-call.ts";
import { type Call, ModelRegistry, ValueRef } from "../../src/index.ts";
import { digest } from "../../src/values/digest.ts";
import { type SplitValue, splitValue } from "../../src/values/split-value.ts";

const DIGEST = "0".repeat(64);

const encoded = (call: Omit<Call, "name">) => encodeCall({ name: "f", ...call }, (value) => splitValue(value, 2, 0));

test("a call without values has no parts", () => {
  expect(encoded({ arguments: {} }).parts).toBeUndefined();
  expect(encoded({ arguments: { n: 1 } }).parts).toMatchObject({ space: "values", levels: [[{}]] });
});

test.each([
  ["no result", {}, false],
  ["a result", { result: 1 }, false],
  ["a reference for its result", { result: new ValueRef(DIGEST) }, true],
] as const)("a call with %s, of a reference: hasReferences tells of the result alone", (_, result, expected) => {
  const { hasReferences, references } = encoded({ arguments: { of: new ValueRef(DIGEST) }, ...result });
  expect(hasReferences).toBe(expected);
  expect(references).toEqual(expected ? [DIGEST, DIGEST] : [DIGEST]);
});

const { types } = new ModelRegistry();
const FULL = {
  name: "f",
  module: "m",
  version: 2,
  fingerprint: "x",
  arguments: { n: 1 },
  metadata: { run: { id: 1 } },
};

test("a call is copied, and only a result that it has", () => {
  const [list, reference] = [[1], new ValueRef(DIGEST)];
  const call = { ...FULL, arguments: { list, reference }, metadata: { run: { list } }, result: list };
  const copy = copyCall(call, types);
  list.push(2);
  expect(copy).toEqual({
    ...FULL,
    version: "2",
    arguments: { list: [1], reference },
    metadata: { run: { list: [1] } },
    result: [1],
  });
  expect(copyCall(FULL, types)).not.toHaveProperty("result");
  expect(copyCall({ ...FULL, result: undefined }, types)).toHaveProperty("result", undefined);
  expect(copyCall({ name: "f", arguments: {} }, types).metadata).toBeUndefined();
});

test("the stored data has what the call has, and nothing else", () => {
  const least = encoded({ arguments: {} });
  expect(least.data).toStrictEqual({ name: "f", arguments: {} });
  expect(encoded({ arguments: {}, metadata: {} }).data).toStrictEqual(least.data);
  const most = encoded({ ...FULL, result: 5 });
  expect(most.data).toStrictEqual({
    ...FULL,
    version: "2",
    arguments: { n: digest(1) },
    result: digest(5),
    metadata: { run: { id: digest(1) } },
    inline: { metadata: { run: { id: 1 } }, result: [5] },
  });
  expect([least, most].map(({ key }) => key)).toEqual([least, most].map(({ data }) => callKey(data)));
  expect(keyOfCall({ ...FULL, result: 6, fingerprint: "y" }, types)).toBe(most.key);
  expect(encoded({ arguments: {}, result: undefined }).data.inline).toEqual({ result: [undefined] });
});

test.for<[string, unknown, isInline: boolean]>([
  ["a small one", [1], true],
  ["one of 4,096 units", "x".repeat(4096 - "s4096:".length), true],
  ["one of more", "x".repeat(4097 - "s4096:".length), false],
  ["a reference", new ValueRef(DIGEST), false],
])("a result is also in the record of its call if it is small and whole: %s", ([, result, isInline]) => {
  const split = (value: unknown) => splitValue(value, 2 ** 20, 2 ** 20);
  const { data, hasReferences } = encodeCall({ name: "f", arguments: {}, result }, split);
  expect(data.inline !== undefined).toBe(isInline);
  expect(hasReferences).toBe(JSON.stringify(result).includes(DIGEST));
});

test("a result is not in the record of its call if it has parts, references or instances", () => {
  const whole = splitValue([1], 2 ** 20, 2 ** 20);
  const encodedAs = (more: Partial<SplitValue>) =>
    encodeCall({ name: "f", arguments: {}, result: [1] }, () => ({ ...whole, ...more }));
  expect(encodedAs({}).data.inline).toEqual({ result: [[1]] });
  const [part] = [{ key: DIGEST, prepare: () => expect.fail() }];
  for (const more of [{ levels: [[part]] }, { references: [DIGEST] }, { hasInstances: true }])
    expect(encodedAs(more).data).not.toHaveProperty("inline");
  expect(encodedAs({ references: [DIGEST] })).toMatchObject({ hasReferences: true, references: [DIGEST] });
  expect(encodedAs({ levels: [[part]] }).parts?.levels).toEqual([[part], [whole.root]]);
});

test.for<[Record<string, unknown>, string]>([
  [{ name: undefined }, "The name of a call must be a string, got undefined."],
  [{ name: Symbol("s") }, "The name of a call must be a string, got symbol."],
  [{ module: Symbol("s") }, "The module of a call must be a string, got a symbol."],
  [{ version: Symbol("s") }, "The version of a call must be a string, got a symbol."],
  [{ fingerprint: Symbol("s") }, "The fingerprint of a call must be a string, got a symbol."],
  [{ module: "" }, "The module of a call must be text"],
  [{ arguments: undefined }, "The arguments of a call must be an object, got undefined."],
])("no call with %o", ([more, message]) => {
  const call = { ...FULL, ...more } as never;
  expect(() => copyCall(call, types)).toThrow(message);
  expect(() => keyOfCall(call, types)).toThrow(message);
});
