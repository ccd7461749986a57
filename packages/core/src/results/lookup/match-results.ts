import { isSameModel } from "../../models/equality/same-model.ts";
import { holds } from "../../query/condition.ts";
import type { Candidate } from "../../query/query-field.ts";
import type { FoundRecord, StoredRecord } from "../../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { fromContent, intact } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { readContext } from "../read-result.ts";
import type { ResultQuery } from "./parse-query.ts";
import { readRange } from "./read-range.ts";
import type { IdRange } from "./scan-ids.ts";

/** Result that fulfils the condition of a query. */
export interface Match extends Candidate {
  readonly content: StoredRecord;
}

/**
 * Yields the results of a range that fulfil a query, in the order of their ids, in batches, up to the limit; adds the errors of unreadable
 * records before the last of them to its failures. It works on every medium, and all of them agree.
 */
export async function* matchResults(
  access: StorageAccess,
  query: ResultQuery,
  { limit = Number.POSITIVE_INFINITY, ...range }: Pick<IdRange, "after" | "isDescending" | "limit"> = {},
): AsyncGenerator<readonly Match[], void, undefined> {
  const { prefix, failures, signal } = query;
  let left = limit;
  for await (const { ids, found } of readRange(access, { ...range, prefix }, signal)) {
    const matches: Match[] = [];
    for (const [i, record] of found.entries()) {
      try {
        const examined = examine(access.storage, ids[i] as string, record, query);
        const match = examined instanceof Promise ? await examined : examined;
        if (match) matches.push(match);
      } catch (error) {
        failures.note(error);
      }
      if (matches.length === left) break; // An error behind the last result is not one of the query.
      if (shouldYield()) await yieldToEventLoop();
    }
    if (matches.length > 0) yield matches;
    left -= matches.length;
    if (left === 0) return;
  }
}

/** Returns a record as a match, if it is one. @throws the error of a record that cannot be read. */
function examine(
  storage: RecordContext,
  id: string,
  found: FoundRecord | Error,
  query: ResultQuery,
): Match | undefined | Promise<Match | undefined> {
  if (found instanceof Error) throw found;
  if (!found) return undefined;
  const context = readContext(storage, id);
  const content = intact(found, context);
  if (!isOf(content, query, storage)) return undefined;
  const decide = (value: unknown): Match | undefined => {
    const match = { id, value, content };
    return holds(query.condition, match) ? match : undefined;
  };
  const value = fromContent(content, query.model, context);
  return value instanceof Promise ? value.then(decide) : decide(value);
}

/** Tells whether the model wrote a record: its name did, and no other model has that name in the namespace of the record. */
function isOf(content: StoredRecord, { model, namespace }: ResultQuery, { registry }: RecordContext): boolean {
  if (content.modelName !== model.name) return false;
  if (namespace !== undefined && content.namespace !== namespace) return false;
  const registered = registry.findModel(model.name, content.namespace);
  return registered === undefined || isSameModel(registered, model);
}
