import { isoTime } from "@results-manager/core/internal";
import type { RecordUsage } from "@results-manager/core/storage";
import { PAGE, type Tables, toUse, type UseRow } from "@results-manager/sql";
import { useQueries } from "@results-manager/sql/queries";
import type { Kysely } from "kysely";
import { textArray } from "../driver/binary-arrays.ts";
import type { Session } from "../driver/session.ts";
import { tableIn } from "../tables/names.ts";
import { decodeText, encodeText } from "./nul-free.ts";

/** Times of last use of cache entries. */
export class PostgresUses {
  readonly #session: Session;
  readonly #note: string;
  readonly #list: string;

  /** @param db compiles the queries of the store's schema. */
  constructor(session: Session, db: Kysely<Tables>, schema: string) {
    const table = tableIn(schema, "cache");
    this.#session = session;
    this.#list = useQueries(db).listUses;
    this.#note =
      `update ${table} as r set used_at = $1::text from (select id from ${table} where id = any($2::text[]) order by id for update) as l ` +
      "where r.id = l.id";
  }

  /** Records that entries were used at `now`. */
  async note(keys: readonly string[], now: number): Promise<void> {
    await this.#session.write((run) => run(this.#note, [isoTime(now), textArray(keys.map(encodeText))]));
  }

  /** Yields size and time of last use of every entry, in pages. */
  async *list(): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    for (let last = ""; ; ) {
      const { rows } = await this.#session.read((run) => run(this.#list, [last]));
      if (rows.length > 0) {
        yield (rows as readonly UseRow[]).map(([key, ...rest]) => toUse([decodeText(key), ...rest]));
      }
      if (rows.length < PAGE) return;
      last = rows.at(-1)?.[0] as string;
    }
  }
}
