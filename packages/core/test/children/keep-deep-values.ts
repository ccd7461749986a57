import { MemoryBackend, MemoryCalls, MemoryValues, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";

// Keeps a value that is nearly as deep as values may be, in a process that has compiled nothing yet; fails where the stack does not do.
const [kind = "", face = ""] = process.argv.slice(2);
const DEPTH = 990;
const AROUND: Readonly<Record<string, (item: unknown) => unknown>> = {
  list: (item) => [item],
  object: (item) => ({ item }),
  Set: (item) => new Set([item]),
};
let value: unknown = 5n;
for (let i = 0; i < DEPTH; i++) value = AROUND[kind]?.(value);
const registry = new ModelRegistry();
if (face === "results") {
  const model = registry.register("Deep", v.any());
  await using results = new MemoryBackend({ registry });
  await results.set("deep", value, { model });
  await results.get("deep", model);
} else if (face === "values") {
  await using values = new MemoryValues({ registry });
  await values.load(await values.save(value));
} else {
  await using calls = new MemoryCalls({ registry });
  await calls.load(await calls.save({ name: "f", arguments: { value }, result: value }));
}
