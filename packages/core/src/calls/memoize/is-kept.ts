import { isResultsError } from "../../errors/is-results-error.ts";
import type { Call } from "../call.ts";
import { isOfText } from "../call-record.ts";
import type { CallStorage } from "../call-storage.ts";

/** Tells whether a call is stored, with the same fingerprint if the call has one. */
export async function isKept(storage: CallStorage, call: Call): Promise<boolean> {
  const key = storage.key(call);
  if (call.fingerprint === undefined) return storage.contains(key);
  try {
    return isOfText(await storage.load(key), call.fingerprint);
  } catch (error) {
    if (isResultsError(error, "DIGEST_NOT_FOUND")) return false;
    throw error;
  }
}
