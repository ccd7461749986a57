import { withCallerStack } from "../errors/with-caller-stack.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import { mapCooperatively } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { listOf } from "../typed-records/list-of.ts";
import { readResult } from "./read-result.ts";
import type { GetOptions } from "./results-options.ts";

/** Reads many results in one round trip; implements `AsyncResultsBackend.getMany`. */
export async function getTogether(
  access: StorageAccess,
  ids: Iterable<ResultId>,
  model: Model | undefined,
  options: GetOptions | undefined,
): Promise<unknown[]> {
  const keys = listOf(ids, "ids", parseId);
  if (model !== undefined) checkModel(model);
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
