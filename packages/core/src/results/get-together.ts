import { given } from "../errors/given.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import { mapCooperatively } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { listOf } from "../typed-records/list-of.ts";
import type { GetManyOptions, ReadOutcome } from "./lookup/entry-options.ts";
import { readEach } from "./lookup/read-range.ts";
import { readResult } from "./read-result.ts";
import { isRecordError } from "./record-failures.ts";

/**
 * Reads many results in one round trip; implements `AsyncResultsBackend.getMany`.
 *
 * @throws {TypeError} for an invalid `onError`.
 */
export async function getTogether(
  access: StorageAccess,
  ids: Iterable<ResultId>,
  model: Model | undefined,
  options: GetManyOptions = {},
): Promise<unknown[]> {
  const keys = listOf(ids, "ids", parseId);
  if (model !== undefined) checkModel(model);
  if (returnsErrors(options.onError)) return getOutcomes(access, keys, model, options);
  const found = await access.askAll("read", "results", keys);
  try {
    return await mapCooperatively(
      found,
      (record, i) => record && readResult(access.storage, keys[i] as string, record, model, options),
    );
  } catch (error) {
    throw withCallerStack(error); // The frames of an asynchronous schema do not lead to the caller.
  }
}

/** Tells whether errors are returned with their ids. @throws {TypeError} for an invalid `onError`. */
export function returnsErrors(onError: unknown): boolean {
  if (onError === undefined || onError === "throw" || onError === "return") return onError === "return";
  throw new TypeError(`onError of getMany must be 'throw' or 'return', got ${given(onError)}.`);
}

function getOutcomes(
  access: StorageAccess,
  ids: readonly string[],
  model: Model | undefined,
  options: GetManyOptions,
): Promise<ReadOutcome<unknown>[]> {
  return access.accept(async () =>
    mapCooperatively(await readEach(access, "results", ids), async (record, i) => {
      const id = ids[i] as string;
      try {
        if (record instanceof Error) throw record;
        return { id, value: record && (await readResult(access.storage, id, record, model, options)) };
      } catch (error) {
        if (!isRecordError(error)) throw error;
        return { id, error };
      }
    }),
  );
}
