import { inspect } from "node:util";
import { formatPath } from "../errors/format-path.ts";
import { ResultDiffersError, ResultExistsError } from "../errors/result-errors.ts";
import type { Model } from "../models/model.ts";
import type { RecordContent } from "../records/record.ts";
import type { WriteOutcome } from "../records/storage-backend.ts";
import { decodeContent, type ReadContext, storedForm } from "../typed-records/decode-record.ts";
import { firstDifference } from "../typed-records/first-difference.ts";
import { SetBehavior } from "./set-behavior.ts";

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

/** Formats a value for a message. Uses `inspect`, since JSON shows -0 as 0 and a Map as {}. */
function show(value: unknown): string {
  const text =
    typeof value === "string" ? JSON.stringify(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
