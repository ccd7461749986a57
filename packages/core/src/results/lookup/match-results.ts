import { holds } from "../../query/condition.ts";
import type { Candidate } from "../../query/query-field.ts";
import type { FoundRecord, StoredRecord } from "../../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { intact } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { readContext } from "../read-result.ts";
import type { ResultQuery } from "./parse-query.ts";

/** Number of records of a page from which the clock is not read for each of them, which takes a tenth of the time. */
const MANY = 32;

/** Result that fulfils the condition of a query. */
export interface Match extends Candidate {
  readonly content: StoredRecord;
}

/** Records that may be matches. */
export interface Candidates {
  readonly ids: readonly string[];
  /** Record of each id, or the error of its read; `undefined` for one that was removed in the meantime. */
  readonly found: readonly (FoundRecord | Error)[];
}

/**
 * Returns the candidates that fulfil a query, up to the limit; adds the errors of unreadable records before the last of them to its failures.
 * It works on every medium, and all of them agree.
 */
export async function matchesIn(
  { storage }: StorageAccess,
  query: ResultQuery,
  { ids, found }: Candidates,
  limit: number,
): Promise<readonly Match[]> {
  query.signal?.throwIfAborted();
  const matches: Match[] = [];
  const mask = found.length < MANY ? 0 : 3; // Records that were read in great number are small.
  for (let i = 0; i < found.length; i++) {
    try {
      const examined = matchOf(storage, ids[i] as string, found[i], query);
      const match = examined instanceof Promise ? await examined : examined;
      if (match) matches.push(match);
    } catch (error) {
      query.failures.note(error);
    }
    if (matches.length === limit) break; // An error behind the last result is not one of the query.
    if ((i & mask) === 0 && shouldYield()) await yieldToEventLoop();
  }
  return matches;
}

/** Returns a record as a match, if it is one. @throws the error of a record that cannot be read. */
export function matchOf(
  storage: RecordContext,
  id: string,
  found: FoundRecord | Error,
  query: ResultQuery,
): Match | undefined | Promise<Match | undefined> {
  if (found instanceof Error) throw found;
  if (!found) return undefined;
  const context = readContext(storage, id);
  const content = intact(found, context);
  if (!isOf(content, query)) return undefined;
  const value = query.source.read(content, context);
  return value instanceof Promise
    ? value.then((resolved) => decide(query, id, resolved, content))
    : decide(query, id, value, content);
}

function decide({ condition }: ResultQuery, id: string, value: unknown, content: StoredRecord): Match | undefined {
  const match = { id, value, content };
  return holds(condition, match) ? match : undefined;
}

/** Tells whether the model wrote a record: its name did, and no other model has that name in the namespace of the record. */
function isOf(content: StoredRecord, { source, namespace }: ResultQuery): boolean {
  if (content.modelName !== source.model.name) return false;
  return (namespace === undefined || content.namespace === namespace) && source.wrote(content);
}
