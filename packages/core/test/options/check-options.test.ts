import { expect, test } from "vitest";
import { checkOptions, type OptionNames, pickOptions } from "../../src/options/check-options.ts";

interface Options {
  readonly limit?: number | undefined;
  readonly model?: unknown;
  readonly signal?: AbortSignal | undefined;
}
const NAMES: OptionNames<Options> = { limit: true, model: true, signal: true };
const check = (options: unknown): void => checkOptions(options as Options, NAMES, "find");

test("known options pass, and none at all", () => {
  check(undefined);
  check({});
  check({ limit: undefined, signal: undefined });
  check({ limit: 1, model: {}, signal: AbortSignal.abort() });
});

test.for([
  [null, "The options of find must be an object, got null."],
  [5, "The options of find must be an object, got 5."],
  [{ limits: 1 }, "Unknown option 'limits' of find. Did you mean 'limit'? Its options are limit, model, signal."],
  [{ zzzzzz: 1 }, "Unknown option 'zzzzzz' of find. Its options are limit, model, signal."],
  [{ schema: 1, registry: 1 }, "The options of find must not be a model: pass { model } instead."],
  [{ schema: 1 }, "Unknown option 'schema' of find."],
  [{ registry: 1 }, "Unknown option 'registry' of find."],
  [{ signal: null }, "The option 'signal' of find must be an AbortSignal, got null."],
  [{ signal: {} }, "The option 'signal' of find must be an AbortSignal, got object."],
  [{ signal: new AbortController() }, "got an AbortController: pass its signal."],
] as const)("%j is refused", ([options, message]) => {
  expect(() => check(options)).toThrow(new TypeError(message).message);
  expect(() => check(options)).toThrow(TypeError);
});

test("a model in the place of options without a model is told its own place", () => {
  const names: OptionNames<{ readonly limit?: number }> = { limit: true };
  expect(() => checkOptions({ schema: 1, registry: 1 } as never, names, "ids")).toThrow(
    "The options of ids must not be a model: the model is an argument before them.",
  );
});

test("an inherited option is not refused", () => {
  check(Object.create({ unknown: 1 }));
});

test("the options of a wider interface are picked, without undefined ones", () => {
  const wide = { limit: 1, model: undefined, other: 2 };
  expect(Object.entries(pickOptions<Options>(wide, NAMES))).toEqual([["limit", 1]]);
});
