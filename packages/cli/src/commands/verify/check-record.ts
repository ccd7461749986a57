import { isResultsError, parseId } from "@results-manager/core";
import { checkedCallData, decodeValue, digestOfAlias, digestsOfData } from "@results-manager/core/internal";
import type { FoundRecord, Space } from "@results-manager/core/storage";
import type { Store } from "results-manager";
import type { FaultKind } from "./fault.ts";

/** Kind and description of what is wrong with a record. */
export interface Finding {
  readonly kind: FaultKind;
  readonly message: string;
}

type Check = (store: Store, key: string, found: NonNullable<FoundRecord>) => Promise<Finding | undefined>;

/** Checks beside those of every record. */
const CHECKS: Partial<Readonly<Record<Space, Check>>> = {
  results: async (_, key) => (isCanonical(key) ? undefined : { kind: "bad name", message: "Its id is not canonical." }),
  models: async (_, __, found) => {
    const { json_schema: schema } = (found.corrupt === undefined ? found.data : {}) as Readonly<
      Record<string, unknown>
    >;
    return typeof schema === "object" && schema !== null
      ? undefined
      : { kind: "damaged", message: "It has no JSON Schema." };
  },
  values: checkValue,
  value_aliases: async ({ results }, _, found) => {
    const digest = digestOfAlias(found);
    if (digest === undefined) return { kind: "damaged", message: "It contains no digest." };
    return danglingOf(await missingOf(results.storage, [digest]));
  },
  calls: async ({ results }, key, found) =>
    danglingOf(await missingOf(results.storage, digestsOfData(checkedCallData(results.storage, key, found)))),
};

/** Finds what is wrong with a record; `undefined` for one that is intact. */
export async function checkRecord(
  store: Store,
  space: Space,
  key: string,
  found: NonNullable<FoundRecord>,
): Promise<Finding | undefined> {
  if (found.corrupt !== undefined) return { kind: "damaged", message: `It cannot be read: ${found.corrupt}.` };
  try {
    if (space !== "values" && space !== "calls") decodeValue(found.data, found.types);
    return await CHECKS[space]?.(store, key, found);
  } catch (error) {
    if (isResultsError(error) && error.code === "BACKEND_CLOSED") throw error;
    return { kind: "damaged", message: (error as Error).message };
  }
}

/** Loads a value, which checks the digests of all its parts. A damaged part is a fault of its own. */
async function checkValue({ values }: Store, key: string): Promise<Finding | undefined> {
  try {
    await values.load(key);
  } catch (error) {
    if (isResultsError(error, "DIGEST_NOT_FOUND")) return danglingOf([error.id ?? ""]);
    if (isResultsError(error, "CORRUPT_RECORD") && error.id === key) throw error;
    if (!isResultsError(error)) throw error;
  }
  return undefined;
}

async function missingOf(storage: Store["results"]["storage"], digests: readonly string[]): Promise<string[]> {
  const areThere = await storage.has("values", digests);
  return digests.filter((_, i) => !areThere[i]);
}

function danglingOf(missing: readonly string[]): Finding | undefined {
  if (missing.length === 0) return undefined;
  return { kind: "dangling", message: `It refers to values that are not stored: ${missing.join(", ")}.` };
}

function isCanonical(id: string): boolean {
  try {
    return parseId(id) === id;
  } catch {
    return false;
  }
}
