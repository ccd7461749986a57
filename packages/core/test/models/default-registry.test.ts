import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import {
  clearRegistry,
  defaultRegistry,
  findModelInAllNamespaces,
  findModelNamespace,
  getModel,
  getModelsInNamespace,
  getNamespaces,
  MemoryBackend,
  ModelRegistry,
  registerModel,
} from "../../src/index.ts";

const schema = v.object({ n: v.number() });

afterEach(() => clearRegistry());

test("registerModel and its companions work on the default registry", () => {
  const Run = registerModel("Run", schema);
  const Lab = registerModel("Lab", schema, { namespace: "lab" });
  expect(Run.registry).toBe(defaultRegistry);
  expect(getModel("Run")).toBe(Run);
  expect(getModel("Lab", "lab")).toBe(Lab);
  expect(findModelNamespace(Lab)).toBe("lab");
  expect(findModelNamespace(Lab, { strict: true })).toBe("lab");
  expect([...findModelInAllNamespaces("Run")]).toEqual([["default", Run]]);
  expect(getNamespaces()).toEqual(["default", "lab"]);
  expect([...getModelsInNamespace("lab").values()]).toEqual([Lab]);
  clearRegistry("lab");
  expect(getNamespaces()).toEqual(["default"]);
});

test("a registry of its own is isolated", () => {
  const registry = new ModelRegistry();
  const Run = registerModel("Run", schema, { registry });
  expect(Run.registry).toBe(registry);
  expect(getNamespaces()).toEqual([]);
  expect(registry.getModel("Run")).toBe(Run);
});

test("a backend reads with the default registry unless given another", async () => {
  await using backend = new MemoryBackend();
  await backend.set("id", { n: 1 }, { model: registerModel("Run", schema) });
  expect(await backend.get("id")).toEqual({ n: 1 });
});
