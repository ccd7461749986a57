import type { ValueRef } from "../../codec/value-ref.ts";
import type { Difference } from "../../errors/difference.ts";
import { isResultsError } from "../../errors/is-results-error.ts";
import { firstDifference } from "../../typed-records/first-difference.ts";
import type { Call, StoredCall } from "../call.ts";
import { isOfText } from "../call-record.ts";
import type { CallStorage } from "../call-storage.ts";
import { versionText } from "../version-text.ts";
import { isKept } from "./is-kept.ts";

/** Explanation of a cache miss. */
export interface MissExplanation {
  /** Key of the requested call. */
  readonly key: string;
  /** Stored call of the same function with the fewest differences; absent if none is stored. */
  readonly nearest?: StoredCall;
  /** Differences between that call and the requested one. */
  readonly differences: readonly CallDifference[];
}

/** Difference between two calls. */
export interface CallDifference {
  /** `module`, `version`, `fingerprint`, or `arguments.` and the name of an argument. */
  readonly field: string;
  /** First difference within the field; `old` is the stored value. */
  readonly difference: Difference;
}

/** Finds the stored call that is most similar to a missing one; `undefined` if the call is stored. */
export async function explainMiss(storage: CallStorage, call: Call): Promise<MissExplanation | undefined> {
  const key = storage.key(call);
  if (await isKept(storage, call)) return undefined;
  let nearest: StoredCall | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for await (const stored of storage.query({ name: call.name })) {
    // A call that differs only in its fingerprint is the nearest one.
    const { length } = differingFields(storage, call, stored).filter((field) => field !== "fingerprint");
    // Among equally near calls, the latest is most likely the intended one.
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

/** Field of a call, or the name of an argument in an array of one item. */
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

/** Loads the value of an argument; `undefined` if there is none, or if its value is no longer stored. */
async function loaded(storage: CallStorage, argument: ValueRef | undefined): Promise<unknown> {
  if (!argument) return undefined;
  try {
    return await storage.values.load(argument.digest);
  } catch (error) {
    if (isResultsError(error, "DIGEST_NOT_FOUND")) return undefined;
    throw error;
  }
}
