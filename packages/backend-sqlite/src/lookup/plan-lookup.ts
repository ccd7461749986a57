import { type Lookup, type LookupPlan, matchesPrefix } from "@results-manager/core/storage";
import { boundedNarrowing, chooseIndex, type IndexFields, inOrder } from "@results-manager/sql";
import { parameter } from "@results-manager/sql/queries";
import { sql } from "kysely";
import { compileSql } from "./compile-sql.ts";
import { nameOfIndex } from "./index-columns.ts";
import { entryIds } from "./index-entries.ts";
import { compileUnplaced } from "./index-rows.ts";
import { IndexScan } from "./index-scan.ts";
import { type LookupParts, LookupSession } from "./lookup-session.ts";
import { ModelScan } from "./model-scan.ts";
import { RowScan } from "./row-scan.ts";
import { allRows } from "./statement-cache.ts";

/** Number of rows whose places are not known, or that are to be read by id, up to which an index is worth it. */
const FEW_ROWS = 10_000;
/** Number of ids below a prefix up to which they are looked at one by one rather than by an index of all. */
const FEW_IDS = 4_096;

/** Plans a query: by an index of the model, or through its rows; `undefined` for a table whose rows have no number. */
export type PlanLookup = (lookup: Lookup, now: number) => LookupPlan | undefined;

/** Makes the function that plans the queries of an open database. */
export function planLookups(parts: LookupParts): PlanLookup {
  const session = new LookupSession(parts);
  return (lookup, now) => planLookup(session, lookup, now);
}

function planLookup(session: LookupSession, given: Lookup, now: number): LookupPlan | undefined {
  if (!session.hasRowids) return undefined;
  const lookup = { ...given, narrowing: boundedNarrowing(given.narrowing) };
  const indexes = lookup.indexes.filter((fields) => hasIndex(session, nameOfIndex(lookup.modelName, fields)));
  const use = indexes.length === 0 || isShort(session, lookup.prefix) ? undefined : chooseIndex({ ...lookup, indexes });
  const unplaced = use && unplacedIds(session, lookup, use.fields);
  if (!unplaced) return new ModelScan(session, lookup, now);
  if (!lookup.order?.isOfIds || use.isOrdered) return new IndexScan(session, lookup, use, unplaced, now);
  const ids = entryIds(session, lookup, use, now, FEW_ROWS);
  if (!ids) return new ModelScan(session, lookup, now);
  return new RowScan(session, lookup, use.fields, inOrder([...unplaced, ...ids], lookup), now);
}

function hasIndex(session: LookupSession, name: string): boolean {
  if (session.indexes.has(name)) return true;
  const statement = session.statement("index", () => {
    const query = sql`select 1 from sqlite_master where type = 'index' and name = ${parameter("name")}`;
    return compileSql(query);
  });
  if (allRows(statement, { name }).length === 0) return false;
  session.indexes.add(name);
  return true;
}

function isShort(session: LookupSession, prefix: string | undefined): boolean {
  if (prefix === undefined) return false;
  const statement = session.statement("ids", () => {
    const range = sql`id >= ${parameter("low")} and id < ${parameter("high")}`;
    const query = sql`select count(*) from (select 1 from results where ${range} limit ${sql.lit(FEW_IDS + 1)})`;
    return compileSql(query);
  });
  return Number(allRows(statement, { low: `${prefix}/`, high: `${prefix}0` })[0]?.[0]) <= FEW_IDS;
}

/** Returns the ids of rows that the index does not place; `undefined` if there are too many. */
function unplacedIds(session: LookupSession, lookup: Lookup, fields: IndexFields): readonly string[] | undefined {
  const { modelName, version, prefix } = lookup;
  const question = `unplaced ${nameOfIndex(modelName, fields)}`;
  const ids = session.answer(`${question} ${version}`, () => {
    const statement = session.statement(question, () => compileUnplaced(modelName, fields, FEW_ROWS + 1));
    return allRows(statement, { version }).map(([id]) => id);
  });
  if (ids.length > FEW_ROWS) return undefined;
  return ids.filter((id) => typeof id === "string" && (prefix === undefined || matchesPrefix(id, prefix))) as string[];
}
