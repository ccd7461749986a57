import type { Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";
import type { OpenedCache } from "./opened-cache.ts";

const OLD = { n: 1 };
/** Value that fits the changed model. */
export const NEW = { n: 1, unit: "m" };

type OldModel = Model<v.GenericSchema<typeof OLD>>;
type NewModel = Model<v.GenericSchema<typeof NEW>>;

const oldModel = (registry: ModelRegistry): OldModel => registry.register("Size", v.object({ n: v.number() }));
/** Makes the model as a changed program has it. */
const newModel = (
  registry: ModelRegistry,
  version = 1,
  upgrade: Record<number, (old: never) => unknown> = {},
): NewModel =>
  registry.register("Size", v.object({ n: v.number(), unit: v.string() }), { namespace: "new", version, upgrade });
const fail = (): never => {
  throw new Error("no");
};

/** Ways to store an entry that a model refuses. */
export const MISFITS: readonly (readonly [
  what: string,
  code: "VALIDATION_FAILED" | "UPGRADE_FAILED" | "MODEL_TOO_OLD",
  store: (opened: OpenedCache, tags: readonly string[]) => Promise<NewModel>,
])[] = [
  [
    "of an older schema",
    "VALIDATION_FAILED",
    async ({ cache, registry }, tags) => {
      await cache.getOrCompute("key", oldModel(registry), () => OLD, { tags });
      return newModel(registry);
    },
  ],
  [
    "without a model",
    "VALIDATION_FAILED",
    async ({ cache, registry }, tags) => {
      await cache.setValue("key", "text", { tags });
      return newModel(registry);
    },
  ],
  [
    "of another model",
    "VALIDATION_FAILED",
    async ({ cache, registry, models: { Person } }, tags) => {
      await cache.getOrCompute("key", Person, () => ({ name: "Ada", age: 36 }), { tags });
      return newModel(registry);
    },
  ],
  [
    "of a version that cannot be upgraded",
    "UPGRADE_FAILED",
    async ({ cache, registry }, tags) => {
      await cache.getOrCompute("key", oldModel(registry), () => OLD, { tags });
      return newModel(registry, 2, { 1: fail });
    },
  ],
  [
    "of a newer version",
    "MODEL_TOO_OLD",
    async ({ cache, registry }, tags) => {
      const Newer = registry.register("Size", v.object({ n: v.number() }), {
        version: 3,
        upgrade: { 1: fail, 2: fail },
      });
      await cache.getOrCompute("key", Newer, () => OLD, { tags });
      return newModel(registry);
    },
  ],
];
