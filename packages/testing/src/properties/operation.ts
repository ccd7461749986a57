import { isResultsError, type ResultsErrorCode, SetBehavior } from "@results-manager/core";
import fc from "fast-check";
import type { OpenedStore } from "../opened-store.ts";

/** One step of a random sequence. */
export type Operation =
  | {
      readonly kind: "set";
      readonly id: string;
      readonly value: unknown;
      readonly behavior: SetBehavior;
      readonly ttlSeconds: number | undefined;
    }
  | { readonly kind: "get" | "exists" | "delete" | "info"; readonly id: string }
  | { readonly kind: "update"; readonly id: string; readonly value: unknown }
  | { readonly kind: "compute"; readonly id: string; readonly value: unknown }
  | { readonly kind: "list" | "clear"; readonly prefix: string | undefined }
  | { readonly kind: "getMany" | "deleteMany"; readonly ids: readonly string[] }
  | {
      readonly kind: "setMany";
      readonly ids: readonly string[];
      readonly value: unknown;
      readonly behavior: SetBehavior;
    }
  | { readonly kind: "advance"; readonly seconds: number }
  | { readonly kind: "prune" };

/** Outcome of a step: its result or the code of its error. */
export type Result = { readonly value: unknown } | { readonly code: ResultsErrorCode };

const IDS: readonly string[] = ["a", "a/b", "a/b/c", "ab", "b"];

/** Arbitrary step on few ids, so that steps often use the same id. */
export function operationArbitrary(): fc.Arbitrary<Operation> {
  const id = fc.constantFrom(...IDS);
  const ids = fc.array(id, { maxLength: 4 });
  const value = fc.constantFrom<unknown>(1, 2, "x", null, undefined, { n: -0 }, [1n]);
  const behavior = fc.constantFrom(...Object.values(SetBehavior));
  const ttlSeconds = fc.constantFrom(undefined, undefined, 1, 3);
  const prefix = fc.constantFrom(undefined, ...IDS);
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("set"), id, value, behavior, ttlSeconds }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("get", "exists", "delete", "info"), id }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("update", "compute"), id, value }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("list", "list", "clear"), prefix }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("getMany", "deleteMany"), ids }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("setMany"), ids, value, behavior }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("advance"), seconds: fc.constantFrom(0.5, 1, 2) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("prune") }) },
  ) as fc.Arbitrary<Operation>;
}

/** Carries a step out on the store under test. */
export async function apply(store: OpenedStore, operation: Operation): Promise<Result> {
  try {
    return { value: await call(store, operation) };
  } catch (error) {
    if (isResultsError(error)) return { code: error.code };
    throw error;
  }
}

async function call(
  { backend, clock, models: { Anything: model } }: OpenedStore,
  operation: Operation,
): Promise<unknown> {
  switch (operation.kind) {
    case "set":
      return backend.set(operation.id, operation.value, {
        model,
        behavior: operation.behavior,
        ttlSeconds: operation.ttlSeconds,
      });
    case "get":
      return backend.get(operation.id, model);
    case "exists":
      return backend.exists(operation.id);
    case "delete":
      return backend.delete(operation.id);
    case "info": {
      const { createdAt, updatedAt, expiresAt } = await backend.info(operation.id);
      return [createdAt.getTime(), updatedAt.getTime(), expiresAt?.getTime()];
    }
    case "update":
      return backend.update(operation.id, model, (current) => [current, operation.value].slice(-2).map(String));
    case "compute":
      return backend.getOrCompute(operation.id, model, () => operation.value);
    case "list":
      return backend.listIds(operation.prefix);
    case "clear":
      return backend.clear(operation.prefix);
    case "getMany":
      return backend.getMany(operation.ids, model);
    case "deleteMany":
      return backend.deleteMany(operation.ids);
    case "setMany":
      return backend.setMany(
        operation.ids.map((id) => [id, operation.value]),
        { model, behavior: operation.behavior },
      );
    case "advance":
      return clock.advance(operation.seconds);
    case "prune":
      return backend.prune();
  }
}
