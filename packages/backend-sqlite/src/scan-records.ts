import { compareCodePoints, type ScanRange } from "@results-manager/core";
import type { RecordStatements } from "./sqlite/record-statements.ts";

const PAGE = 1024;
/** The character behind `/`: everything below a prefix `p` lies between `p/` and `p0`. */
const AFTER_SLASH = "0";

/** Reads ids in pages; between two of them others may write. */
export function* scanRecords(
  statements: RecordStatements,
  { prefix, after = "", limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
  now: number,
): Generator<readonly string[], void, undefined> {
  let left = limit;
  if (prefix !== undefined && left > 0 && (after === "" || compareCodePoints(prefix, after) > 0)) {
    const isHere = expired ? statements.expiredWithin.get(prefix, prefix, now) : statements.has.get(prefix, now);
    if (isHere !== undefined) {
      left--;
      yield [prefix];
    }
  }
  const from = prefix === undefined ? "" : `${prefix}/`;
  const before = prefix === undefined ? undefined : prefix + AFTER_SLASH;
  let last = after !== "" && compareCodePoints(after, from) > 0 ? after : from;
  for (let isLast = false; left > 0 && !isLast; ) {
    const size = Math.min(left, PAGE);
    const page = expired ? readExpired(statements, last, before, now, size) : readIds(statements, last, before, size);
    isLast = page.length < size;
    last = page.at(-1) ?? last;
    const wanted = expired || page.length === 0 ? page : living(statements, page, now);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
  }
}

function readIds(statements: RecordStatements, after: string, before: string | undefined, limit: number): string[] {
  const { list, listBefore } = statements;
  return (before === undefined ? list.all(after, limit) : listBefore.all(after, before, limit)) as string[];
}

function readExpired(
  { listExpired, listExpiredBefore }: RecordStatements,
  after: string,
  before: string | undefined,
  now: number,
  limit: number,
): string[] {
  if (before === undefined) return listExpired.all(after, now, limit) as string[];
  return listExpiredBefore.all(after, before, now, limit) as string[];
}

/** Ids come from an index that knows nothing of expiry; the few that may have expired are in another. */
function living(statements: RecordStatements, page: readonly string[], now: number): readonly string[] {
  const expired = statements.expiredWithin.all(page[0], page.at(-1), now);
  if (expired.length === 0) return page;
  const gone = new Set(expired);
  return page.filter((id) => !gone.has(id));
}
