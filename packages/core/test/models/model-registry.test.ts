import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import {
  isResultsError,
  ModelConflictError,
  ModelNotRegisteredError,
  ModelRegistry,
  NamespaceAmbiguousError,
} from "../../src/index.ts";
import { factsOf } from "../../src/models/model-registry.ts";
import { loadShapesNow } from "../../src/models/valibot/load-shapes-now.ts";
import { newCopy } from "../support/new-copy.ts";

const schema = v.object({ n: v.number() });
const otherSchema = v.object({ n: v.string() });

let registry: ModelRegistry;
beforeEach(() => {
  registry = new ModelRegistry();
});

test("registering gives a frozen model that remembers what it was given", () => {
  const upgrade = { 1: (old: unknown) => old };
  const encode = (value: { n: number }): { n: number } => value;
  const model = registry.register("Run", schema, { namespace: "lab", version: 2, upgrade, encode });
  expect(model).toMatchObject({ name: "Run", schema, version: 2, upgrade, encode, registry });
  expect(Object.isFrozen(model)).toBe(true);
  expect(registry.getModel("Run", "lab")).toBe(model);
});

test("the identical model again is a no-op and gives the same one", () => {
  const options = { version: 2, upgrade: { 1: (old: unknown) => old } };
  const model = registry.register("Run", schema, options);
  expect(registry.register("Run", schema, { ...options, upgrade: { ...options.upgrade } })).toBe(model);
  expect(registry.getNamespaces()).toEqual(["default"]);
});

test.each([
  ["another schema", otherSchema, {}],
  ["another version", schema, { version: 2 }],
  ["another encode", schema, { encode: (value: { n: number }) => value }],
])("%s under a taken name is MODEL_CONFLICT and changes nothing", (_, given, options) => {
  const model = registry.register("Run", schema);
  expect(() => registry.register("Run", given, options)).toThrow(ModelConflictError);
  expect(() => registry.register("Run", given, options)).toThrow(/Namespace 'default' has another model 'Run'/);
  expect(() => registry.register("Run", given, options)).toThrow("register it once, with version and upgrade");
  expect(registry.getModel("Run")).toBe(model);
});

test("an upgrade step more or another one is a conflict", () => {
  const step = (old: unknown): unknown => old;
  registry.register("Run", schema, { version: 3, upgrade: { 1: step } });
  expect(() => registry.register("Run", schema, { version: 3, upgrade: { 1: step, 2: step } })).toThrow(
    ModelConflictError,
  );
  expect(() => registry.register("Run", schema, { version: 3, upgrade: { 1: () => 0 } })).toThrow(
    /upgrade steps differ at 1/,
  );
});

test("the same name in two namespaces is two models", () => {
  const a = registry.register("Run", schema, { namespace: "a" });
  const b = registry.register("Run", otherSchema, { namespace: "b" });
  expect(a).not.toBe(b);
  expect(registry.getModel("Run", "a")).toBe(a);
  expect(registry.getModel("Run", "b")).toBe(b);
});

test("an existing model joins a second namespace, by add and by register", () => {
  const model = registry.register("Run", schema, { namespace: "a" });
  expect(registry.add(model, "b")).toBe(model);
  expect(registry.register("Run", schema, { namespace: "c" })).toBe(model);
  expect(registry.add(model, "a")).toBe(model);
  expect([...registry.findModelInAllNamespaces("Run").keys()]).toEqual(["a", "b", "c"]);
  registry.register("Run", otherSchema, { namespace: "d" });
  expect(() => registry.add(model, "d")).toThrow(ModelConflictError);
});

test("getModel looks in one namespace alone, and says where the name does exist", () => {
  registry.register("Run", schema, { namespace: "lab" });
  registry.register("Run", otherSchema, { namespace: "field" });
  expect(() => registry.getModel("Run")).toThrow(ModelNotRegisteredError);
  expect(() => registry.getModel("Run")).toThrow(/in namespace 'default'.*registered in: lab, field/);
  expect(() => registry.getModel("Nobody", "lab")).toThrow(
    /^No model 'Nobody' is registered in namespace 'lab'\. Register it first/,
  );
});

test("findModelNamespace: another namespace before the default one; undefined where nowhere", () => {
  const model = registry.register("Run", schema);
  expect(registry.findModelNamespace(model)).toBe("default");
  registry.add(model, "lab");
  expect(registry.findModelNamespace(model)).toBe("lab");
  expect(registry.findModelNamespace(model, { strict: true })).toBe("lab");
  expect(registry.findModelNamespace(new ModelRegistry().register("Run", otherSchema))).toBeUndefined();
});

test("findModelNamespace, strict: several others are NAMESPACE_AMBIGUOUS, and named", () => {
  const model = registry.register("Run", schema, { namespace: "lab" });
  registry.add(model, "field");
  expect(registry.findModelNamespace(model)).toBe("lab");
  expect(() => registry.findModelNamespace(model, { strict: true })).toThrow(NamespaceAmbiguousError);
  expect(() => registry.findModelNamespace(model, { strict: true })).toThrow(/lab, field/);
});

test("a namesake elsewhere does not count", () => {
  const model = registry.register("Run", schema);
  registry.register("Run", otherSchema, { namespace: "lab" });
  expect(registry.findModelNamespace(model, { strict: true })).toBe("default");
});

test("namespaces and models are listed, as copies", () => {
  const run = registry.register("Run", schema);
  const lab = registry.register("Lab", schema, { namespace: "lab" });
  expect(registry.getNamespaces()).toEqual(["default", "lab"]);
  expect([...registry.getModelsInNamespace("lab")]).toEqual([["Lab", lab]]);
  expect(registry.getModelsInNamespace("nowhere").size).toBe(0);
  (registry.getModelsInNamespace("default") as Map<string, unknown>).clear();
  expect(registry.getModel("Run")).toBe(run);
});

test("clearRegistry forgets one namespace, or all", () => {
  const model = registry.register("Run", schema);
  registry.add(model, "lab");
  registry.clearRegistry("lab");
  expect(registry.getNamespaces()).toEqual(["default"]);
  registry.clearRegistry();
  expect(registry.getNamespaces()).toEqual([]);
  const again = registry.register("Run", otherSchema);
  expect(registry.getModel("Run")).toBe(again);
});

test("names that objects know are names like others", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const model = registry.register(name, schema, { namespace: name });
    expect(registry.getModel(name, name)).toBe(model);
    expect(registry.findModel(name, "default")).toBeUndefined();
  }
});

test.each([
  ["an empty name", () => registry.register("", schema), TypeError],
  ["a name that is none", () => registry.register(7 as unknown as string, schema), TypeError],
  ["no schema", () => registry.register("Run", {} as typeof schema), TypeError],
  ["null for a schema", () => registry.register("Run", null as unknown as typeof schema), TypeError],
  ["an empty namespace", () => registry.register("Run", schema, { namespace: "" }), TypeError],
  ["version 0", () => registry.register("Run", schema, { version: 0 }), RangeError],
  ["version 1.5", () => registry.register("Run", schema, { version: 1.5 }), RangeError],
  [
    "a step from version 0",
    () => registry.register("Run", schema, { version: 2, upgrade: { 0: () => 1 } }),
    RangeError,
  ],
  [
    "a step from the version itself",
    () => registry.register("Run", schema, { version: 2, upgrade: { 2: () => 1 } }),
    RangeError,
  ],
])("%s is refused, and nothing is registered", (_, register, expected) => {
  expect(register).toThrow(expected);
  expect(registry.getNamespaces()).toEqual([]);
});

test("errors carry their codes", () => {
  registry.register("Run", schema);
  const codeOf = (call: () => unknown): string | undefined => {
    try {
      call();
    } catch (error) {
      if (isResultsError(error)) return error.code;
    }
    return undefined;
  };
  expect(codeOf(() => registry.register("Run", otherSchema))).toBe("MODEL_CONFLICT");
  expect(codeOf(() => registry.getModel("X"))).toBe("MODEL_NOT_REGISTERED");
});

test("facts about a model follow the changes of its registry", () => {
  loadShapesNow();
  const model = registry.register("Run", schema);
  expect(factsOf(model).namespace).toBe("default");
  expect(factsOf(model)).toBe(factsOf(model));
  registry.add(model, "lab");
  expect(factsOf(model).namespace).toBe("lab");
  registry.clearRegistry("lab");
  expect(factsOf(model).namespace).toBe("default");
  registry.clearRegistry();
  expect(factsOf(model).namespace).toBeUndefined();
});

test("facts are kept only once the shapes of Valibot are known", async () => {
  type Models = typeof import("../../src/models/model-registry.ts");
  type Shapes = typeof import("../../src/models/valibot/load-shapes-now.ts");
  const importCopy = newCopy();
  const folder = new URL("../../src/models/", import.meta.url);
  const { ModelRegistry: OtherRegistry, factsOf: otherFactsOf } = await importCopy<Models>(
    new URL("model-registry.ts", folder),
  );
  const { loadShapesNow: loadOtherShapes } = await importCopy<Shapes>(new URL("valibot/load-shapes-now.ts", folder));
  const model = new OtherRegistry().register("Run", schema);
  expect(otherFactsOf(model)).toMatchObject({ namespace: "default", shape: undefined });
  loadOtherShapes();
  expect(otherFactsOf(model).shape).toMatchObject({ kind: "object", keys: Object.keys(schema.entries) });
});

test("facts name a shape only for a model that runs no code of the user", () => {
  loadShapesNow();
  const shapeOfModel = (name: string, options?: object, given: v.GenericSchema = schema): unknown =>
    factsOf(registry.register(name, given, options)).shape;
  expect(shapeOfModel("Plain")).toMatchObject({ kind: "object", keys: Object.keys(schema.entries) });
  expect(shapeOfModel("Encoded", { encode: (value: unknown) => value })).toBeUndefined();
  expect(
    shapeOfModel(
      "Checked",
      {},
      v.object({
        n: v.pipe(
          v.number(),
          v.check(() => true),
        ),
      }),
    ),
  ).toBeUndefined();
  expect(() => factsOf(schema as never)).toThrow(TypeError);
});
