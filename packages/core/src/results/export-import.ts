import { parseId } from "../ids/result-id.ts";
import type { RecordWrite, WriteOutcome } from "../records/storage-backend.ts";
import { asError } from "../scheduling/group-commit.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { readContext } from "./read-result.ts";
import type { OnRecordError, RecordFailures } from "./record-failures.ts";
import { checkRecord, type ResultRecord } from "./result-record.ts";
import type { SetBehavior } from "./set-behavior.ts";
import { conditionOf, confirmsExisting, setOutcome } from "./set-rules.ts";

/** How records are imported. */
export interface ImportOptions {
  /** What happens where one is stored already; `'raise_if_exists'` unless given. */
  readonly behavior?: SetBehavior | undefined;
  /**
   * What becomes of a record that cannot be stored. `'throw'` unless given: where one is no record, or its id is none, nothing is stored;
   * what else fails is thrown when all others are stored. With `'skip'` and a function, each stands for itself.
   */
  readonly onError?: OnRecordError | undefined;
}

/** How records are exported. */
export interface ExportOptions {
  /** What becomes of a record that cannot be read; `'throw'` unless given: all others come first. */
  readonly onError?: OnRecordError | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an import writes. @throws {TypeError} for what is no record; {@link InvalidIdError} `INVALID_ID`. */
export function importWrites(records: readonly ResultRecord[], behavior: SetBehavior): RecordWrite[] {
  const condition = conditionOf(behavior);
  const confirms = confirmsExisting(behavior);
  return records.map((record) => {
    const { id, ...content } = checkRecord(record);
    return { key: parseId(id), condition, confirms, content };
  });
}

/** What the import of one record writes; `undefined` where it cannot be stored, which is noted. */
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

/** What an import comes to, once the medium has answered; see `setOutcome`. */
export function settleImport(
  storage: StepStorage,
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
