import { expect, test } from "vitest";
import { matchesPattern, parseTemplate } from "../../src/calls/call-pattern.ts";
import type { CallData } from "../../src/calls/call-record.ts";
import { ANY, ModelRegistry, ValueRef } from "../../src/index.ts";
import { digest } from "../../src/values/digest.ts";

const { types } = new ModelRegistry();
const parse = (template: unknown) => parseTemplate(template as never, types);
const [ONE, TWO] = [digest(1), digest(2)];
const CALL: CallData = {
  name: "f",
  module: "m",
  version: "2",
  fingerprint: "x",
  arguments: { a: ONE },
  result: TWO,
  metadata: { run: { id: ONE } },
};
const LEAST: CallData = { name: "f", arguments: {} };

test.for<[template: object, matches: boolean, matchesLeast: boolean]>([
  [{}, true, true],
  [{ name: "f" }, true, true],
  [{ name: "g" }, false, false],
  [{ module: "m" }, true, false],
  [{ module: "n" }, false, false],
  [{ module: ANY }, true, false],
  [{ version: 2 }, true, false],
  [{ version: "3" }, false, false],
  [{ version: ANY }, true, false],
  [{ fingerprint: "x" }, true, false],
  [{ fingerprint: "y" }, false, false],
  [{ fingerprint: ANY }, true, false],
  [{ result: 2 }, true, false],
  [{ result: new ValueRef(TWO) }, true, false],
  [{ result: 3 }, false, false],
  [{ result: undefined }, false, false],
  [{ result: ANY }, true, false],
  [{ arguments: { a: 1 } }, true, false],
  [{ arguments: { a: 2 } }, false, false],
  [{ arguments: { a: 1, b: ANY } }, false, false],
  [{ arguments: { toString: ANY } }, false, false],
  [{ metadata: { run: {} } }, true, false],
  [{ metadata: { run: { id: 1 } } }, true, false],
  [{ metadata: { run: { id: 2 } } }, false, false],
  [{ metadata: { run: { id: ANY } } }, true, false],
  [{ metadata: { run: { id: 1, host: ANY } } }, false, false],
  [{ metadata: { other: {} } }, false, false],
  [{ metadata: { toString: {} } }, false, false],
])("a template matches what has all that it says: %#", ([template, matches, matchesLeast]) => {
  const pattern = parse(template);
  expect([matchesPattern(pattern, CALL), matchesPattern(pattern, LEAST)]).toEqual([matches, matchesLeast]);
});

test.for<[template: unknown, message: string]>([
  [null, "Expected an object for a template, got null."],
  [{ name: "" }, "The name of a template must be text"],
  [{ name: ANY }, "The name of a template must be a string, got a symbol; leave it out to match every name."],
  [{ module: Symbol("s") }, "The module of a template must be a string or ANY, got symbol."],
  [{ version: Symbol("s") }, "The version of a template must be a string or ANY, got symbol."],
  [{ fingerprint: Symbol("s") }, "The fingerprint of a template must be a string or ANY, got symbol."],
  [
    { args: {} },
    'A template of calls has no field "args"; its fields are name, module, version, fingerprint, arguments, result, metadata, where.',
  ],
  [
    { arguments: { a: [ANY] } },
    "ANY stands for a whole argument or result, not for a part of one, as at $.arguments.a[0]",
  ],
  [{ result: { x: ANY } }, "not for a part of one, as at $.result.x"],
])("a template is refused: %#", ([template, message]) => {
  expect(() => parse(template)).toThrow(message);
  expect(() => parse(template)).toThrow(TypeError);
});

test("a value that cannot be stored is refused with its path", () => {
  const error = expect.objectContaining({ code: "NOT_ROUND_TRIPPABLE", path: ["arguments", "a", "f"] });
  expect(() => parse({ arguments: { a: { f: () => 1 } } })).toThrow(error);
  expect(() => parse({ metadata: { run: { id: new ValueRef(ONE) } } })).toThrow(
    expect.objectContaining({ code: "NOT_ROUND_TRIPPABLE" }),
  );
});
