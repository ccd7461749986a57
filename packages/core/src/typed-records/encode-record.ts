import { type EncodedValue, encodeValue } from "../codec/encode-value.ts";
import { isSameJson } from "../codec/plain/is-same-json.ts";
import { NOT_JSON } from "../codec/plain/json-copy.ts";
import type { Difference } from "../errors/difference.ts";
import type { ErrorWords } from "../errors/error-words.ts";
import { ModelFailedError } from "../errors/model-errors.ts";
import { issuePath, NotRoundTrippableError, ValidationError } from "../errors/result-errors.ts";
import { encodeOutput } from "../models/encode-output.ts";
import type { Model } from "../models/model.ts";
import { copyIfFits, type JsonShape } from "../models/valibot/json-shape.ts";
import { chain, isUnchanged, validate } from "../models/validate.ts";
import type { RecordContent } from "../records/record.ts";
import { isoTime } from "../time/real-time.ts";
import { Comparison, firstDifference } from "./first-difference.ts";

/** Properties of a record besides its data. */
export interface RecordFrame {
  readonly model: Model;
  readonly namespace: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly expiresAt: number | undefined;
}

/** Value that is to be encoded as a record. */
export interface PendingRecord extends RecordFrame {
  readonly id: string;
  /** Plain data that no other code changes. */
  readonly value: unknown;
  /** The value is an output of the schema, not an input: parsed, read or computed. */
  readonly isOutput: boolean;
  /** Words for a value that does not fit its model; by default those for results. */
  readonly words?: ErrorWords | undefined;
}

/**
 * Makes the record of a copy of plain JSON that fits a shape: the schema would return it unchanged. `undefined` for any other value, and
 * without a shape: {@link toContent} runs the schema.
 */
export function plainContent(
  frame: RecordFrame,
  shape: JsonShape | undefined,
  value: unknown,
): RecordContent | undefined {
  if (!shape) return undefined;
  try {
    const data = copyIfFits(shape, value);
    return data === NOT_JSON ? undefined : contentOf(frame, { data });
  } catch {
    return undefined; // A property throws when read.
  }
}

/**
 * Validates and encodes a value as a record, and verifies that it reads back equal.
 *
 * @throws {ValidationError} `VALIDATION_FAILED`.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema or `encode` throws.
 */
export function toContent(pending: PendingRecord): RecordContent | Promise<RecordContent> {
  const { model, value, isOutput, id, words } = pending;
  if (isOutput && model.encode) return verifyRoundTrip(pending, value, encodeOutput(model, value, id));
  if (!model.encode && isUnchanged(model, value)) return contentOf(pending, { data: value });
  return chain(validate(model, value, id, words && (() => words)), (output) => {
    if (model.encode) return verifyRoundTrip(pending, output, encodeOutput(model, output, id));
    try {
      // A schema that returns its input unchanged also does so on a read.
      if (isSameJson(output, value)) return contentOf(pending, { data: output });
      if (!firstDifference(value, output)) return contentOf(pending, encode(id, output));
    } catch (error) {
      encode(id, output); // Throws a better error, with the path of the failing part.
      throw error;
    }
    return verifyRoundTrip(pending, output, output);
  });
}

/** Encodes `stored`, the input of the schema on a read, after verifying that the schema turns it into `output` again. */
function verifyRoundTrip(
  pending: PendingRecord,
  output: unknown,
  stored: unknown,
): RecordContent | Promise<RecordContent> {
  const { model, id, isOutput, words } = pending;
  const content = contentOf(pending, encode(id, stored));
  const verify = (secondOutput: unknown): RecordContent => {
    const found = findMismatch(pending, { output, stored, secondOutput });
    if (found)
      throw new NotRoundTrippableError(found.path, mismatchReason(model, "the schema changes its own output"), id);
    return content;
  };
  const refuse = (error: unknown): never => {
    if (isOutput || !(error instanceof ValidationError || error instanceof ModelFailedError)) throw error;
    const path = error instanceof ValidationError ? issuePath(error.issues[0]) : [];
    throw new NotRoundTrippableError(path, mismatchReason(model, "the schema rejects its own output"), id, error);
  };
  let secondOutput: unknown;
  try {
    secondOutput = validate(model, stored, id, words && (() => words));
  } catch (error) {
    return refuse(error);
  }
  return secondOutput instanceof Promise ? secondOutput.then(verify, refuse) : verify(secondOutput);
}

/** Finds a difference after a round trip. With an `encode`, instances of classes are compared by their encoded form. */
function findMismatch(
  { model, id }: PendingRecord,
  { output, stored, secondOutput }: Readonly<Record<"output" | "stored" | "secondOutput", unknown>>,
): Difference | undefined {
  const comparison = new Comparison({ skipInstances: model.encode !== undefined });
  const found = comparison.find(output, secondOutput);
  return (
    found ?? (comparison.skippedInstances ? firstDifference(stored, encodeOutput(model, secondOutput, id)) : undefined)
  );
}

/** The types of a registry do not apply where a model says how data is stored. */
const ADVICE = "give the model an 'encode'";

function encode(id: string, value: unknown): EncodedValue {
  return NotRoundTrippableError.naming(id, () => encodeValue(value, undefined, ADVICE));
}

function mismatchReason(model: Model, reason: string): string {
  return model.encode
    ? `'encode' of model '${model.name}' does not undo what the schema does`
    : `${reason}; give model '${model.name}' an 'encode'`;
}

function contentOf({ model, namespace, now, expiresAt }: RecordFrame, { data, types }: EncodedValue): RecordContent {
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
