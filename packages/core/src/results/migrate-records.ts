import { isResultsError } from "../errors/is-results-error.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { forEach, type Steps, settled } from "../steps/steps.ts";
import type { Awaitable } from "../storage/transaction-group.ts";
import { fromContent } from "./read-rules.ts";
import { readContext } from "./result-reader.ts";
import { toContent } from "./write-rules.ts";

/** What is wrong with one record says nothing of the others; a full disk does. */
const OF_ONE_RECORD = ["UPGRADE_FAILED", "VALIDATION_FAILED", "NOT_ROUND_TRIPPABLE", "CORRUPT_RECORD"] as const;

/**
 * Rewrites what an older version of its model wrote, each record atomically; returns how many.
 *
 * @throws what the first record threw that could not be upgraded, once all others are.
 */
export function* migrateRecords(storage: StepStorage, prefix: string | undefined): Steps<number> {
  let migrated = 0;
  const failures: unknown[] = [];
  yield* forEach(storage.scan("results", { prefix }), function* (keys) {
    for (const key of keys) {
      try {
        if (yield* migrateRecord(storage, key)) migrated++;
      } catch (error) {
        if (!OF_ONE_RECORD.some((code) => isResultsError(error, code))) throw error;
        failures.push(error);
      }
    }
  });
  if (failures.length > 0) throw failures[0];
  return migrated;
}

function* migrateRecord(storage: StepStorage, key: string): Steps<boolean> {
  for (;;) {
    const [found] = yield* settled(storage.read("results", [key]), "The store");
    if (!found || found.corrupt !== undefined) return false;
    const { namespace, expiresAt, revision } = found;
    const model = storage.registry.findModel(found.modelName, namespace);
    if (!model || found.version >= model.version) return false;
    const schema = `The schema of model '${model.name}'`;
    const read = fromContent(found, model, readContext(storage, key)) as Awaitable<unknown>;
    const value = yield* settled(read, schema);
    const now = storage.clock.now();
    const upgraded = toContent({ id: key, model, namespace, value, isOutput: true, now, expiresAt });
    const content = yield* settled(upgraded, schema);
    const write = { key, condition: { unchanged: revision }, content };
    const [outcome] = yield* settled(storage.write("results", [write]), "The store");
    if (outcome?.written) return true;
  }
}
