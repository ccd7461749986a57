import { parseId } from "../ids/result-id.ts";
import type { RecordWrite, WriteOutcome } from "../records/storage-backend.ts";
import { asError } from "../scheduling/group-commit.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { readContext } from "./read-result.ts";
import type { OnRecordError, RecordFailures } from "./record-failures.ts";
import { checkRecord, type ResultRecord } from "./result-record.ts";
import type { IdsOptions } from "./results-options.ts";
import type { StoredSchema } from "./schemas/stored-schema.ts";
import { ruleOf, type SetBehavior } from "./set-behavior.ts";
import { setOutcome } from "./set-outcome.ts";

/** Options of an import. */
export interface ImportOptions {
  /** Action when a result is already stored; `'raise_if_exists'` by default. */
  readonly behavior?: SetBehavior | undefined;
  /**
   * Action for a record that cannot be stored. `'throw'` by default: if a record or its id is invalid, nothing is stored; any other
   * error is thrown after all other records have been stored. With `'skip'` or a function, each record is stored independently.
   */
  readonly onError?: OnRecordError | undefined;
  /**
   * Schemas of the models of the records, as `schemas()` of their store returned them. Without one, that of a registered model is kept, or one
   * is inferred from the records.
   */
  readonly schemas?: readonly StoredSchema[] | undefined;
}

/** Options of an export. */
export interface ExportOptions extends IdsOptions {
  /** Action for a record that cannot be read. `'throw'` by default: the error is thrown after all other records. */
  readonly onError?: OnRecordError | undefined;
}

/** Makes the writes of an import. @throws {TypeError} for an invalid record; {@link InvalidIdError} `INVALID_ID`. */
export function importWrites(records: readonly ResultRecord[], behavior: SetBehavior): RecordWrite[] {
  const { condition, confirms, ignoresFound } = ruleOf(behavior);
  return records.map((record) => {
    const { id, ...content } = checkRecord(record);
    return { key: parseId(id), condition, confirms, ignoresFound, content };
  });
}

/** Makes the write of one imported record; `undefined` for an invalid record, which is added to `failures`. */
export function importWrite(
  record: ResultRecord,
  behavior: SetBehavior,
  failures: RecordFailures,
): RecordWrite | undefined {
  try {
    return importWrites([record], behavior)[0];
  } catch (error) {
    failures.add(typeof record?.id === "string" ? record.id : "", asError(error));
    return undefined;
  }
}

/** Turns the outcomes of the writes into the return value of an import. @throws as `setOutcome`. */
export function settleImport(
  storage: RecordContext,
  behavior: SetBehavior,
  writes: readonly RecordWrite[],
  outcomes: readonly WriteOutcome[],
): boolean[] {
  return outcomes.map((outcome, i) => {
    const { key, content } = writes[i] as RecordWrite;
    const model = storage.registry.findModel(content.modelName, content.namespace);
    return setOutcome(behavior, outcome, content, model, readContext(storage, key));
  });
}
