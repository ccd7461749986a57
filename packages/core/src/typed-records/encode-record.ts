import { type EncodedValue, encodeValue } from "../codec/encode-value.ts";
import { isSameJson } from "../codec/plain/is-same-json.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { issuePath, NotRoundTrippableError, ValidationError } from "../errors/result-errors.ts";
import { encodeOutput } from "../models/encode-output.ts";
import type { Model } from "../models/model.ts";
import { chain, isAsGiven, validate } from "../models/validate.ts";
import type { RecordContent } from "../records/record.ts";
import { isoTime } from "../time/clock.ts";
import { Comparison, type Difference, firstDifference } from "./first-difference.ts";

/** One value on its way into a record. */
export interface PendingRecord {
  readonly id: string;
  readonly model: Model;
  readonly namespace: string;
  /** Plain data that nobody else changes. */
  readonly value: unknown;
  /** The value is what the schema gives, not what it takes: parsed, read, or computed. */
  readonly isOutput: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly expiresAt: number | undefined;
}

/**
 * Works out the record of a value: validates, encodes, and makes sure that it reads back equal.
 *
 * @throws {ValidationError} `VALIDATION_FAILED`.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema or `encode` throws.
 */
export function toContent(pending: PendingRecord): RecordContent | Promise<RecordContent> {
  const { model, value, isOutput, id } = pending;
  if (isOutput && model.encode) return verified(pending, value, encodeOutput(model, value, id));
  if (!model.encode && isAsGiven(model, value)) return contentOf(pending, { data: value });
  return chain(validate(model, value, id), (output) => {
    if (model.encode) return verified(pending, output, encodeOutput(model, output, id));
    try {
      // A schema that gives back what it was given gives it back again when it is read.
      if (isSameJson(output, value)) return contentOf(pending, { data: output });
      if (!firstDifference(value, output)) return contentOf(pending, encoded(id, output));
    } catch (error) {
      encoded(id, output); // It says which part of it throws when it is read.
      throw error;
    }
    return verified(pending, output, output);
  });
}

/** The record of what the schema would be given on a read, once it is certain that it then gives the output again. */
function verified(pending: PendingRecord, output: unknown, stored: unknown): RecordContent | Promise<RecordContent> {
  const { model, id, isOutput } = pending;
  const content = contentOf(pending, encoded(id, stored));
  const verify = (again: unknown): RecordContent => {
    const found = changed(pending, { output, stored, again });
    if (found) throw new NotRoundTrippableError(found.path, changes(model, "the schema changes its own output"), id);
    return content;
  };
  const refuse = (error: unknown): never => {
    if (isOutput || !(error instanceof ValidationError || error instanceof ModelFailedError)) throw error;
    const path = error instanceof ValidationError ? issuePath(error.issues[0]) : [];
    throw new NotRoundTrippableError(path, changes(model, "the schema does not take its own output"), id, error);
  };
  let again: unknown;
  try {
    again = validate(model, stored, id);
  } catch (error) {
    return refuse(error);
  }
  return again instanceof Promise ? again.then(verify, refuse) : verify(again);
}

/** What an `encode` undid is compared as data, and instances of classes by what would be stored of them. */
function changed(
  { model, id }: PendingRecord,
  { output, stored, again }: Readonly<Record<"output" | "stored" | "again", unknown>>,
): Difference | undefined {
  const comparison = new Comparison({ passInstances: model.encode !== undefined });
  const found = comparison.find(output, again);
  return found ?? (comparison.passed ? firstDifference(stored, encodeOutput(model, again, id)) : undefined);
}

function encoded(id: string, value: unknown): EncodedValue {
  return NotRoundTrippableError.naming(id, () => encodeValue(value));
}

function changes(model: Model, what: string): string {
  return model.encode
    ? `'encode' of model '${model.name}' does not undo what the schema does`
    : `${what}; give model '${model.name}' an 'encode'`;
}

function contentOf({ model, namespace, now, expiresAt }: PendingRecord, { data, types }: EncodedValue): RecordContent {
  const time = isoTime(now);
  return {
    modelName: model.name,
    namespace,
    version: model.version,
    data,
    types,
    createdAt: time,
    updatedAt: time,
    expiresAt,
  };
}
