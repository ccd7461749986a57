import type { Awaitable, CandidatePage } from "@results-manager/core/storage";
import { compileRow } from "./index-rows.ts";
import type { LookupSession } from "./lookup-session.ts";
import type { PageReader } from "./page-reader.ts";
import { allRows, type StatementValues } from "./statement-cache.ts";

/** Reads the living rows of ids, in their order. @param values Name of the `model`, and the time `now`. */
export function* rowPages(
  session: LookupSession,
  reader: PageReader,
  ids: readonly string[],
  values: StatementValues,
  isUnplaced: boolean,
): Generator<Awaitable<CandidatePage>, void, undefined> {
  const statement = session.statement("row", compileRow);
  for (let at = 0; at < ids.length; ) {
    yield session.attempt(() => {
      const some = ids.slice(at, at + reader.begin());
      const rows = some.flatMap((id) => allRows(statement, { ...values, id }));
      at += some.length;
      return { ...reader.pageOf(rows), isUnplaced };
    });
  }
}
