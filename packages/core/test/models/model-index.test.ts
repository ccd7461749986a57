import { type } from "arktype";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../src/models/model-registry.ts";

const schema = v.object({
  model: v.string(),
  config: v.object({ "a.b": v.number() }),
  count: v.optional(v.number(), 1),
});
const register = (index: unknown) => new ModelRegistry().register("Run", schema, { index: index as never });

test("an index is a path, or a list of paths", () => {
  const { indexes } = register(["model", ["model", "config.a\\.b"]]);
  expect(indexes).toEqual([[["model"]], [["model"], ["config", "a.b"]]]);
  expect(register(undefined).indexes).toEqual([]);
});

test.for<[index: unknown, message: string]>([
  [["modle"], "Unknown field \"modle\" of model 'Run'. Did you mean 'model'?"],
  [[["model", "config.x"]], 'Unknown field "config.x" of model \'Run\': there is no "x"'],
  [["$version"], 'Unknown field "$version"'],
  ["model", "index of model 'Run' must be a list of paths, got \"model\"."],
  [[[]], "An index of model 'Run' must have a path"],
  [[7], "A path must be a text, got 7"],
  [["count"], "The field \"count\" of model 'Run' cannot be indexed"],
])("%j is refused", ([index, message]) => {
  expect(() => register(index)).toThrow(TypeError);
  expect(() => register(index)).toThrow(message);
});

test("a schema that does not tell what it changes has no indexes", () => {
  expect(() => new ModelRegistry().register("Run", type({ a: "number" }), { index: ["a"] })).toThrow(
    "cannot be indexed",
  );
});

test("a model with other indexes is another model", () => {
  const registry = new ModelRegistry();
  registry.register("Run", schema, { index: ["model"] });
  expect(registry.register("Run", schema, { index: ["model"] }).indexes).toEqual([[["model"]]]);
  expect(() => registry.register("Run", schema)).toThrow("they have different indexes");
});
