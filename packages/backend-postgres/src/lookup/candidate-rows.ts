import type { Lookup, Narrowing } from "@results-manager/core/storage";
import { narrowingSql } from "@results-manager/sql/queries";
import { type RawBuilder, sql } from "kysely";
import { encodeText } from "../records/nul-free.ts";
import { RECORD_COLUMNS } from "../records/record-texts.ts";
import { quote, tableIn } from "../tables/names.ts";
import { testSql } from "./stored-sql.ts";

type Sql = RawBuilder<unknown>;

/** Number and size of the rows that a statement looks at, whatever it finds: the server answers after some milliseconds. */
const MAX_ROWS = sql.lit(8192);
const MAX_BYTES = sql.lit(2 ** 21);
const BYTES = sql`coalesce(octet_length(data), octet_length(bytes), 0)`;

/** Stretch of rows to look at. */
export interface RowStretch {
  readonly schema: string;
  readonly lookup: Lookup;
  /** Condition of the rows, and their order: an index of the table finds them so. */
  readonly range: Sql;
  readonly order: Sql;
  /** Condition on the stored values. */
  readonly narrowing: Narrowing;
  readonly now: number;
  /** Greatest number of rows that are returned. */
  readonly limit: number;
  /** Key of a row in the index, for one that is read by it. */
  readonly key?: Sql;
}

/**
 * Statement for the candidates among the first rows of a stretch; see `CandidateRow` for the columns. The last row that was looked at is
 * returned even if it is no candidate, then without its data. By `offset 0`, the server evaluates the columns of a subquery once.
 */
export function candidateRows({ schema, lookup, range, order, narrowing, now, limit, key }: RowStretch): Sql {
  const { modelName, namespace, version } = lookup;
  const mine = [
    sql`model_type = ${encodeText(modelName)}::text`,
    sql`(expires_at is null or expires_at > ${now}::int8)`,
  ];
  if (namespace !== undefined) mine.push(sql`namespace = ${encodeText(namespace)}::text`);
  const page = sql`select *, (${sql.join(mine, sql` and `)}) as is_mine, row_number() over way as place, sum(${BYTES}) over way as size
    from ${sql.raw(tableIn(schema, "results"))} where ${range}
    window way as (order by ${order} rows unbounded preceding) order by ${order} limit ${MAX_ROWS}`;
  const json = (column: "data" | "types"): Sql =>
    sql`case when is_mine and ${sql.ref(column)} is not null then ${sql.raw(quote(schema))}.try_jsonb(${sql.ref(column)}) end`;
  const isAny = narrowing.kind === "any";
  const read = sql`select *${isAny ? sql`` : sql`, ${json("data")} as doc, ${json("types")} as tags`}, (place = ${MAX_ROWS} or size >= ${MAX_BYTES}) as is_last
    from (${page}) as page where size - ${BYTES} < ${MAX_BYTES} offset 0`;
  const isCandidate = isAny ? sql`is_mine` : mayMatch(narrowing, version);
  const decided = sql`select *, ${isCandidate} as fits from (${read}) as read offset 0`;
  const columns = RECORD_COLUMNS.replace(/\b(data|bytes)\b/g, "case when fits then $1 end");
  return sql`select ${sql.raw(columns)}, fits, is_last${key ? sql`, ${key} as key` : sql``} from (${decided}) as decided where fits or is_last limit ${limit}::int8`;
}

/** A row of another version, or one that cannot be read, may match whatever it contains. */
function mayMatch(narrowing: Narrowing, version: number): Sql {
  const isOdd = [
    sql`doc is null`,
    sql`version <> ${version}::int8`,
    sql`(types is not null and coalesce(jsonb_typeof(tags), '') <> 'object')`,
  ];
  return sql`(is_mine and (${sql.join([...isOdd, narrowingSql(narrowing, testSql)], sql` or `)}))`;
}
