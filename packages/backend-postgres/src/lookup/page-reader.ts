import { type CandidatePage, type FoundRecord, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import type { SqlRow } from "@results-manager/sql";
import type { RawBuilder } from "kysely";
import type { Session } from "../driver/session.ts";
import { decodeText } from "../records/nul-free.ts";
import type { Spaces } from "../records/spaces.ts";
import { fromStoredRow, storedKey } from "../records/stored-row.ts";

/** Places of the columns of a candidate behind those of a record: the row fits, and there may be more rows behind it. */
const FITS = 11;
const IS_LAST = 12;

/** Parts of a store that queries need. */
export interface LookupParts {
  readonly session: Session;
  readonly spaces: Spaces;
  readonly schema: string;
  /** Names of indexes that are known to be complete. */
  readonly validIndexes: Set<string>;
}

/** Page of candidates, and the last row that was looked at; `undefined` at the end of the stretch. */
export interface ReadPage {
  readonly page: CandidatePage;
  readonly last: SqlRow | undefined;
}

/** Reads a page of candidates. @param limit Greatest number of rows that the statement returns. */
export async function readPage(
  { session, spaces }: LookupParts,
  statement: RawBuilder<unknown>,
  limit: number,
): Promise<ReadPage> {
  const { sql, parameters } = spaces.compile(statement);
  const { rows } = await session.read((run) => run(sql, parameters), { isOnce: true });
  const ids: string[] = [];
  const found: FoundRecord[] = [];
  for (const row of rows) {
    if (row[FITS] !== true) continue;
    ids.push(decodeText(storedKey(row)));
    found.push(fromStoredRow(row));
    if (shouldYield()) await yieldToEventLoop();
  }
  const last = rows.at(-1);
  const isEnd = !last || (rows.length < limit && last[IS_LAST] !== true);
  return { page: { ids, found }, last: isEnd ? undefined : last };
}
