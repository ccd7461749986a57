import type { IndexedModel } from "@results-manager/core/storage";
import { type IndexFields, tableOf } from "@results-manager/sql";
import { sql } from "kysely";
import type { Runner } from "../driver/runner.ts";
import { quote } from "../tables/names.ts";
import { isIndexable, isOfModel, keyFunction, keySql, nameOfIndex } from "./index-columns.ts";
import type { LookupParts } from "./page-reader.ts";

/** Time in which an index must be made. */
const LIMIT_MS = 3_600_000;
/** Lets one store at a time do what follows in the same message. */
const LOCK = "select pg_advisory_xact_lock(hashtextextended('results_manager_indexes', 0))";
/**
 * Kind of a table; of an index of it, whether it is complete, and whether one is being made. An index that is neither was left behind by a
 * server that ended. → schema, table, index
 */
const STATE = `select t.relkind, i.indisvalid, exists (select from pg_stat_progress_create_index as p where p.relid = t.oid)
  from pg_class as t join pg_namespace as n on n.oid = t.relnamespace
  left join (pg_index as i join pg_class as c on c.oid = i.indexrelid) on i.indrelid = t.oid and c.relname = $3::text
  where n.nspname = $1::text and t.relname = $2::text`;
/** Partitions of a table. → schema, table */
const PARTITIONS = `select part.relname from pg_inherits as i join pg_class as part on part.oid = i.inhrelid
  join pg_class as t on t.oid = i.inhparent join pg_namespace as n on n.oid = t.relnamespace
  where n.nspname = $1::text and t.relname = $2::text order by 1`;

/** State of an index. That of a table with partitions is made of one for each, and complete when it has them all. */
type State = "valid" | "absent" | "in parts" | "in the making" | "left behind" | "impossible";

/** Place of an index. */
interface IndexPlace {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/**
 * Makes the indexes of a model that the database lacks. Writes go on meanwhile. One that another process is making is left to it: until it
 * is complete, queries do without.
 */
export async function makeIndexes(parts: LookupParts, { name, indexes }: IndexedModel): Promise<void> {
  for (const fields of indexes) if (isIndexable(fields)) await makeIndex(parts, name, fields);
}

function makeIndex({ session, spaces, schema }: LookupParts, modelName: string, fields: IndexFields): Promise<void> {
  const place = placeOf(schema, modelName, fields);
  const { sql: columns } = spaces.compile(sql`(version, ${keySql(schema, fields)}, id) where ${isOfModel(modelName)}`);
  return session.write(async (run) => {
    const state = await stateOf(run, place);
    if (state === "valid" || state === "impossible") return;
    await run(`${LOCK}; ${keyFunction(schema)}`);
    if (state === "in parts") await makeInParts(run, place, columns);
    else await makeWhole(run, place, columns);
  }, LIMIT_MS);
}

/** Makes the index of a table without partitions; `false` if another process is making it. */
async function makeWhole(run: Runner, place: IndexPlace, columns: string): Promise<boolean> {
  const state = await stateOf(run, place);
  if (state === "left behind") await run(`${LOCK}; ${dropText(place)}`);
  else if (state !== "absent") return state === "valid";
  // Not in a transaction, and so that two processes may do it at once.
  await run(`create index concurrently if not exists ${quote(place.name)} on ${tableText(place)} ${columns}`);
  return (await stateOf(run, place)) === "valid";
}

/** Makes the index of a table with partitions from one of each: the server makes no others while writes go on. */
async function makeInParts(run: Runner, whole: IndexPlace, columns: string): Promise<void> {
  const { schema, table, name } = whole;
  await run(`${LOCK}; create index if not exists ${quote(name)} on only ${tableText(whole)} ${columns}`);
  const { rows } = await run(PARTITIONS, [schema, table]);
  for (const [i, [partition]] of rows.entries()) {
    const part = { schema, table: partition as string, name: `${name}_${i}` };
    if (!(await makeWhole(run, part, columns))) continue;
    await run(`${LOCK}; alter index ${indexText(whole)} attach partition ${indexText(part)}`);
  }
}

/** Place of the index of some fields of a model. */
export function placeOf(schema: string, modelName: string, fields: IndexFields): IndexPlace {
  return { schema, table: tableOf("results"), name: nameOfIndex(modelName, fields) };
}

/** Tells what there is of an index. */
export async function stateOf(run: Runner, { schema, table, name }: IndexPlace): Promise<State> {
  const { rows } = await run(STATE, [schema, table, name]);
  const [kind, isValid, isMade] = rows[0] ?? [];
  if (kind !== "r" && kind !== "p") return "impossible";
  if (isValid === true) return "valid";
  if (kind === "p") return "in parts";
  if (isMade === true) return "in the making";
  return isValid === false ? "left behind" : "absent";
}

function tableText({ schema, table }: IndexPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

function indexText({ schema, name }: IndexPlace): string {
  return `${quote(schema)}.${quote(name)}`;
}

/** Statement that drops an index unless it is valid, or being made since it was looked at. */
function dropText(place: IndexPlace): string {
  const text = (of: string): string => `'${of.replaceAll("'", "''")}'`;
  return `do $do$ begin
    if exists (select from pg_index where indexrelid = to_regclass(${text(indexText(place))}) and not indisvalid)
      and not exists (select from pg_stat_progress_create_index where relid = to_regclass(${text(tableText(place))}))
    then drop index ${indexText(place)}; end if;
  end $do$`;
}
