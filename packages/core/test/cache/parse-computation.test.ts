import * as v from "valibot";
import { expect, test } from "vitest";
import { parseComputation } from "../../src/cache/parse-computation.ts";
import { ModelRegistry, systemClock } from "../../src/index.ts";

const model = new ModelRegistry().register("Count", v.number());
const compute = () => 1;
const parse = (key: unknown, ...[first, ...rest]: readonly unknown[]) =>
  parseComputation(key as string, first, rest, systemClock);

test("a model may come before the function, and options after it", () => {
  const options = { ttlSeconds: 5, tags: ["t", "t"] };
  expect(parse("k", compute)).toEqual({ model: undefined, compute, options: {}, tags: [] });
  expect(parse("k", compute, options)).toEqual({ model: undefined, compute, options, tags: ["t"] });
  expect(parse("k", model, compute)).toEqual({ model, compute, options: {}, tags: [] });
  expect(parse("k", model, compute, options)).toEqual({ model, compute, options, tags: ["t"] });
});

test.for<[unknown[], string]>([
  [["", compute], "it is empty"],
  [["k", 5, compute], "model must be a model"],
  [["k", () => 1, () => 2], "model must be a model"],
  [["k", model, 5], "compute must be a function, got 5."],
  [["k", model], "compute must be a function, got undefined."],
  [["k", compute, { ttl: 1 }], "Unknown option 'ttl' of getOrCompute."],
  [["k", compute, { tags: [""] }], "it is empty"],
  [["k", compute, { ttlSeconds: 0 }], "ttlSeconds must be a positive finite number"],
  [["k", compute, { signal: AbortSignal.abort(new Error("stop")) }], "stop"],
])("%j is refused", ([[key, ...rest], message]) => {
  expect(() => parse(key, ...rest)).toThrow(message);
});
