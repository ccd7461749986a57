import type { ValueRef } from "../../codec/value-ref.ts";
import { isResultsError } from "../../errors/is-results-error.ts";
import { type Difference, firstDifference } from "../../typed-records/first-difference.ts";
import type { Call, StoredCall } from "../call.ts";
import { isOfText } from "../call-record.ts";
import type { CallStorage } from "../call-storage.ts";
import { versionText } from "../version-text.ts";

/** Why a call is not found. */
export interface MissExplanation {
  /** The key of the call that was asked for. */
  readonly key: string;
  /** The stored call of the same function that differs least; absent where none is stored. */
  readonly nearest?: StoredCall;
  /** In what it differs. */
  readonly differences: readonly CallDifference[];
}

/** One thing in which two calls differ. */
export interface CallDifference {
  /** `module`, `version`, `fingerprint`, or the name of an argument after `arguments.` */
  readonly field: string;
  /** Where within it they differ first, and what stands there: old is what is stored. */
  readonly difference: Difference;
}

/** Looks for the stored call that is nearest to one that is not stored; `undefined` where it is stored. */
export async function explainMiss(storage: CallStorage, call: Call): Promise<MissExplanation | undefined> {
  const key = storage.key(call);
  if (await isKept(storage, call)) return undefined;
  let nearest: StoredCall | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for await (const stored of storage.query({ name: call.name })) {
    // The same call of another text of the function is nearer than any other call.
    const { length } = differingFields(storage, call, stored).filter((field) => field !== "fingerprint");
    // Of equals the latest, which was most likely meant.
    if (length > fewest || (length === fewest && nearest && nearest.updatedAt > stored.updatedAt)) continue;
    nearest = stored;
    fewest = length;
  }
  if (!nearest) return { key, differences: [] };
  const differences: CallDifference[] = [];
  for (const field of differingFields(storage, call, nearest))
    differences.push(await explain(storage, call, nearest, field));
  return { key, nearest, differences };
}

/** Tells whether a call is stored, by the same text of the function where it says by which. */
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

/** Fields of a call, and the names of arguments in arrays of one. */
type Field = (typeof FIELDS)[number] | readonly [argument: string];

const FIELDS = ["module", "version", "fingerprint"] as const;

function differingFields(storage: CallStorage, call: Call, stored: StoredCall): Field[] {
  const fields: Field[] = FIELDS.filter((field) =>
    field === "fingerprint" ? !isOfText(stored, call.fingerprint) : fieldOf(call, field) !== stored[field],
  );
  for (const name of new Set([...Object.keys(call.arguments), ...Object.keys(stored.arguments)])) {
    const isSame =
      Object.hasOwn(call.arguments, name) &&
      Object.hasOwn(stored.arguments, name) &&
      storage.values.digest(call.arguments[name]) === stored.arguments[name]?.digest;
    if (!isSame) fields.push([name]);
  }
  return fields;
}

function fieldOf(call: Call, field: (typeof FIELDS)[number]): string | undefined {
  return field === "version" ? versionText(call.version) : call[field];
}

async function explain(storage: CallStorage, call: Call, stored: StoredCall, field: Field): Promise<CallDifference> {
  if (typeof field === "string") {
    return { field, difference: { path: [], old: stored[field], new: fieldOf(call, field) } };
  }
  const [name] = field;
  const old = await loaded(storage, stored.arguments[name]);
  const given = call.arguments[name];
  const difference = firstDifference(old, given) ?? { path: [], old, new: given };
  return { field: `arguments.${name}`, difference };
}

/** The value of an argument; `undefined` where there is none, or its value is not stored any more. */
async function loaded(storage: CallStorage, argument: ValueRef | undefined): Promise<unknown> {
  if (!argument) return undefined;
  try {
    return await storage.values.load(argument.digest);
  } catch (error) {
    if (isResultsError(error, "DIGEST_NOT_FOUND")) return undefined;
    throw error;
  }
}
