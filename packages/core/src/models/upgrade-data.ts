import type { ErrorWords } from "../errors/error-words.ts";
import { ModelTooOldError, UpgradeFailedError } from "../errors/model-errors.ts";
import { ignoreOutcome, isThenable } from "./is-thenable.ts";
import type { Model } from "./model.ts";

/**
 * Upgrades stored data to the version of the model, step by step; data of that version is returned unchanged.
 *
 * @throws {ModelTooOldError} `MODEL_TOO_OLD` when the data is newer than the model.
 * @throws {UpgradeFailedError} `UPGRADE_FAILED` when a step is missing, throws (its error is the `cause`), or is asynchronous.
 */
export function upgradeData(
  model: Model,
  data: unknown,
  storedVersion: number,
  id: string,
  words?: ErrorWords,
): unknown {
  if (storedVersion > model.version) throw new ModelTooOldError(id, model.name, storedVersion, model.version, words);
  const failed = (from: number, reason: string, cause?: unknown) =>
    new UpgradeFailedError(id, model.name, from, reason, cause, words);
  let upgraded = data;
  for (let from = storedVersion; from < model.version; from++) {
    const step = model.upgrade[from];
    if (!step) throw failed(from, `the model has no upgrade step for version ${from}`);
    let isAsync: boolean;
    try {
      upgraded = step(upgraded as never);
      isAsync = isThenable(upgraded);
    } catch (cause) {
      throw failed(from, "the upgrade step threw", cause);
    }
    if (isAsync) {
      ignoreOutcome(upgraded as PromiseLike<unknown>); // An asynchronous step is an error, whatever its outcome.
      throw failed(from, "an upgrade step must not be asynchronous");
    }
  }
  return upgraded;
}
