import type { Space } from "@results-manager/core/storage";
import { type KeyReader, PAGE, type SqlRow, type Tables } from "@results-manager/sql";
import { listQueriesOf } from "@results-manager/sql/queries";
import type { Kysely } from "kysely";
import type { Session } from "../driver/session.ts";
import { decodeText, encodeText } from "./nul-free.ts";
import { storedKey } from "./stored-row.ts";

/** Number of ids in a page of a listing after its first one: each page is a round trip. */
export const LATER_PAGE: number = 8 * PAGE;

/** Returns the function by which a listing of a space reads its ids. @param db compiles the queries of the store's schema. */
export function keyReader(session: Session, db: Kysely<Tables>, space: Space): KeyReader {
  const first = listQueriesOf(db, space, PAGE);
  const later = listQueriesOf(db, space, LATER_PAGE);
  return async (query, size, ...values) => {
    const bound = values.map((value) => (typeof value === "string" ? encodeText(value) : value));
    const all = (size > PAGE ? later : first)[query]();
    // The limit of a query is a constant; a smaller page has a limit of its own.
    const [text, parameters] =
      size === PAGE || size === LATER_PAGE
        ? [all, bound]
        : [`select id from (${all}) as page order by id limit $${bound.length + 1}::int8`, [...bound, size]];
    const { rows } = await session.read((run) => run(inOneRow(text), parameters));
    return (JSON.parse(storedKey(rows[0] as SqlRow)) as readonly string[]).map(decodeText);
  };
}

const texts = new Map<string, string>();

/** Statement that returns the ids of another as an array in JSON: to send and read a row for each takes several times as long. */
function inOneRow(text: string): string {
  let wrapped = texts.get(text);
  if (wrapped === undefined) {
    wrapped = `select array_to_json(array(${text}))::text`;
    texts.set(text, wrapped);
  }
  return wrapped;
}
