import * as v from "valibot";
import { expect, test } from "vitest";
import { checkModel } from "../../src/models/check-model.ts";
import { ModelRegistry } from "../../src/models/model-registry.ts";

const model = new ModelRegistry().register("Count", v.number());

test.for<[given: unknown, message: string]>([
  [v.number(), "got a schema: register it first"],
  [{ model }, "got an object with a model in it: pass the model itself"],
  [{ name: "Count" }, "got object"],
  [null, "got null"],
  ["Count", 'got "Count"'],
])("%o is no model, and the message says what to pass", ([given, message]) => {
  expect(() => checkModel(given as never)).toThrow(message);
});
