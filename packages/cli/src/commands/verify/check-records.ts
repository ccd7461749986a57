import { isResultsError } from "@results-manager/core";
import { type FoundRecord, type Space, takesDigests } from "@results-manager/core/storage";
import type { FaceName, Store } from "results-manager";
import { checkRecord } from "./check-record.ts";
import type { Fault, Place } from "./fault.ts";

/** Spaces of each face. */
export const SPACES: Readonly<Record<FaceName, readonly Space[]>> = {
  results: ["results", "models", "leases"],
  cache: ["cache", "cache_tags", "cache_leases"],
  values: ["values", "value_aliases", "journal"],
  calls: ["calls", "call_leases"],
};

/** Number of records that are read together. */
const PAGE = 64;

/** Codes of errors of a record that does not fit its model. */
const UNFIT: readonly unknown[] = ["VALIDATION_FAILED", "MODEL_TOO_OLD", "UPGRADE_FAILED", "MODEL_FAILED"];

/** Parts of a check of all records. */
export interface RecordChecks {
  readonly store: Store;
  readonly signal: AbortSignal;
  /** Results are validated with the models of the store's registry. */
  readonly areValidated: boolean;
  /** Place of a record, for media from which it can be moved away. */
  readonly placeOf: (space: Space, key: string) => Place | undefined;
  /** Called with each key that is listed, and its record, unless that has expired. */
  readonly onListed: (space: Space, key: string, found: FoundRecord) => void;
}

/** Yields the faults of all records of all faces. */
export async function* checkRecords(checks: RecordChecks): AsyncGenerator<Fault, void, undefined> {
  const told = new Set<string>(); // What damages the whole store makes all spaces unreadable.
  for (const [face, spaces] of Object.entries(SPACES) as [FaceName, readonly Space[]][]) {
    for (const space of spaces) {
      try {
        yield* checkSpace(checks, face, space);
      } catch (error) {
        checks.signal.throwIfAborted();
        const { message } = error as Error;
        if (!told.has(message)) yield { face, key: "", kind: "unreadable", message };
        told.add(message);
      }
    }
  }
}

/** Yields the places of all records, without reading them. */
export async function* placesOf({ results: { storage } }: Store): AsyncGenerator<string, void, undefined> {
  for (const space of Object.values(SPACES).flat()) {
    if (!(await storage.holds(space))) continue;
    for (const expired of [false, true])
      for await (const page of storage.scan(space, { expired })) yield* page.map((key) => storage.locate(space, key));
  }
}

async function* checkSpace(checks: RecordChecks, face: FaceName, space: Space): AsyncGenerator<Fault, void, undefined> {
  const { storage } = checks.store.results;
  if (!(await storage.holds(space))) return;
  for (const expired of [false, true]) {
    for await (const page of storage.scan(space, { expired })) {
      for (let at = 0; at < page.length; at += PAGE) {
        checks.signal.throwIfAborted();
        yield* checkPage(checks, face, space, page.slice(at, at + PAGE));
      }
    }
  }
}

async function* checkPage(
  checks: RecordChecks,
  face: FaceName,
  space: Space,
  keys: readonly string[],
): AsyncGenerator<Fault, void, undefined> {
  const found = await readEach(checks.store, space, keys);
  for (const [i, key] of keys.entries()) {
    const record = found[i];
    if (record instanceof Error) {
      checks.onListed(space, key, undefined);
      yield { face, key, kind: "unreadable", message: record.message };
      continue;
    }
    checks.onListed(space, key, record);
    if (!record) continue; // It has expired, or was removed since it was listed.
    const fault = await faultOf(checks, face, space, key, record);
    if (fault) yield fault;
    else if (checks.areValidated && space === "results") yield* invalidOf(checks.store, key);
  }
}

async function faultOf(
  { store, placeOf }: RecordChecks,
  face: FaceName,
  space: Space,
  key: string,
  record: NonNullable<FoundRecord>,
): Promise<Fault | undefined> {
  const finding = await checkRecord(store, space, key, record);
  if (!finding) return undefined;
  const isStill = async (): Promise<boolean> => {
    const [now] = await readEach(store, space, [key]);
    return now !== undefined && !(now instanceof Error) && now.revision === record.revision;
  };
  const isMovable = finding.kind === "damaged" || finding.kind === "bad name";
  const name = takesDigests(space) || space === face ? key : `${space} ${key}`;
  return { face, key: name, ...finding, ...(isMovable && { place: placeOf(space, key), isStill }) };
}

async function* invalidOf({ results }: Store, id: string): AsyncGenerator<Fault, void, undefined> {
  try {
    await results.get(id);
  } catch (error) {
    if (!isResultsError(error) || !UNFIT.includes(error.code)) return; // Its model is not registered, or it has expired since.
    yield { face: "results", key: id, kind: "invalid", message: error.message };
  }
}

/** Reads records; where one fails, each by itself. */
async function readEach(
  { results: { storage } }: Store,
  space: Space,
  keys: readonly string[],
): Promise<readonly (FoundRecord | Error)[]> {
  try {
    return await storage.read(space, keys);
  } catch {
    const one = (key: string) =>
      storage.read(space, [key]).then(
        ([found]) => found,
        (error: Error) => error,
      );
    return Promise.all(keys.map(one));
  }
}
