import { inspect } from "node:util";
import { formatPath } from "../errors/format-path.ts";
import { ModelNotRegisteredError, ModelUnknownError } from "../errors/model-errors.ts";
import { ResultDiffersError, ResultExistsError } from "../errors/result-errors.ts";
import { checkModel } from "../models/check-model.ts";
import { checkName } from "../models/check-name.ts";
import { isSameModel } from "../models/equality/same-model.ts";
import type { Model } from "../models/model.ts";
import { modelOf } from "../models/model-of-value.ts";
import type { RecordContent } from "../records/record.ts";
import type { WriteCondition, WriteOutcome } from "../records/storage-backend.ts";
import { decodeContent, type ReadContext, storedForm } from "../typed-records/decode-record.ts";
import { firstDifference } from "../typed-records/first-difference.ts";
import { SetBehavior } from "./set-behavior.ts";

/** Condition of the write that implements a behaviour. */
export function conditionOf(behavior: SetBehavior): WriteCondition {
  return behavior === SetBehavior.Overwrite ? "any" : "absent";
}

/** Tells whether a behaviour reports an existing record as stored: then that record must be as durable as a written one. */
export function confirmsExisting(behavior: SetBehavior): boolean {
  return behavior === SetBehavior.RaiseIfDifferent;
}

/**
 * Turns the outcome of a write into the return value of `set`: true if written or already equal, false if skipped.
 *
 * @throws {ResultExistsError} `RESULT_EXISTS`.
 * @throws {ResultDiffersError} `RESULT_DIFFERS`.
 */
export function setOutcome(
  behavior: SetBehavior,
  outcome: WriteOutcome,
  content: RecordContent,
  model: Model | undefined,
  context: ReadContext,
): boolean {
  if (outcome.written) return true;
  if (behavior === SetBehavior.SkipIfExists) return false;
  if (behavior !== SetBehavior.RaiseIfDifferent) throw new ResultExistsError(context.id);
  const difference = compare(outcome, content, model, context);
  if (difference) throw difference;
  return true;
}

function compare(
  { found }: WriteOutcome & { readonly written: false },
  content: RecordContent,
  model: Model | undefined,
  context: ReadContext,
): ResultDiffersError | undefined {
  const { id } = context;
  if (found === undefined || found.corrupt !== undefined) {
    return new ResultDiffersError(
      id,
      `the stored record is corrupt: ${found?.corrupt ?? "it was removed in the meantime"}`,
      undefined,
      found?.cause,
    );
  }
  if (found.modelName !== content.modelName || found.namespace !== content.namespace) {
    const name = (of: RecordContent): string => `model '${of.modelName}' of namespace '${of.namespace}'`;
    return new ResultDiffersError(id, `it was stored with ${name(found)}, and passed with ${name(content)}`);
  }
  try {
    const old = model ? storedForm(found, model, context) : decodeContent(found, context);
    const difference = firstDifference(old, decodeContent(content, context));
    if (!difference) return undefined;
    const reason = `at ${formatPath(difference.path)}, ${show(difference.old)} is stored, ${show(difference.new)} was given`;
    return new ResultDiffersError(id, reason, difference);
  } catch (cause) {
    return new ResultDiffersError(id, "the stored data cannot be compared", undefined, cause);
  }
}

/** Model and namespace of a write. */
export interface WriteTarget {
  readonly model: Model;
  readonly namespace: string;
  /** The value is an output of the schema. */
  readonly isOutput: boolean;
}

/** Options of a write that choose its model and namespace. */
export interface WriteTargetOptions {
  readonly model?: Model | undefined;
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
}

/**
 * Determines the model and namespace of a write.
 *
 * @throws {ModelUnknownError} `MODEL_UNKNOWN` when no model is passed and no model returned the value.
 * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strictNamespace`.
 * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` when no namespace is passed and the model is not registered.
 * @throws {TypeError} for an invalid model or namespace.
 */
export function writeTarget(id: string, value: unknown, options: WriteTargetOptions): WriteTarget {
  const valueModel = modelOf(value);
  const model = options.model ?? valueModel;
  if (!model) throw new ModelUnknownError(id);
  checkModel(model);
  if (options.namespace !== undefined) checkName(options.namespace, "namespace");
  const namespace =
    options.namespace ?? model.registry.findModelNamespace(model, { strict: options.strictNamespace ?? false });
  if (namespace === undefined) throw new ModelNotRegisteredError(model.name, undefined, [], id);
  return { model, namespace, isOutput: isSameModel(valueModel, model) };
}

/** Formats a value for a message. Uses `inspect`, since JSON shows -0 as 0 and a Map as {}. */
function show(value: unknown): string {
  const text =
    typeof value === "string" ? JSON.stringify(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
