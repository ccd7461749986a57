import type { Awaitable } from "../scheduling/group-commit.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { forEach, type Steps, settled } from "../steps/steps.ts";
import { fromContent } from "../typed-records/decode-record.ts";
import { toContent } from "../typed-records/encode-record.ts";
import { readContext } from "./read-result.ts";
import { RecordFailures } from "./record-failures.ts";

/**
 * Upgrades the records that an older version of their model wrote, each atomically; returns their number.
 *
 * @throws the error of the first record that could not be upgraded, naming the others, after all other records are upgraded.
 */
export function* migrateRecords(storage: StepStorage, prefix: string | undefined): Steps<number> {
  let migrated = 0;
  const failures = new RecordFailures();
  yield* forEach(storage.scan("results", { prefix }), function* (keys) {
    for (const key of keys) {
      try {
        if (yield* migrateRecord(storage, key)) migrated++;
      } catch (error) {
        failures.note(error);
      }
    }
  });
  failures.end();
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
