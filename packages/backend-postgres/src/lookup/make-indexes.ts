import type { IndexedModel } from "@results-manager/core/storage";
import type { IndexFields } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import type { Runner } from "../driver/runner.ts";
import { quote, tableIn } from "../tables/names.ts";
import { isIndexable, isOfModel, keyFunction, keySql, nameOfIndex } from "./index-columns.ts";
import type { LookupParts } from "./page-reader.ts";

/** Time in which an index must be made. */
const LIMIT_MS = 3_600_000;
/** Lets one store at a time do what follows in the same message. */
const LOCK = "select pg_advisory_xact_lock(hashtextextended('results_manager_indexes', 0))";
/**
 * Kind of the table of results; of an index, whether it is complete, and whether one is being made. An index that is neither was left
 * behind by a server that ended. → schema, index
 */
const STATE = `select t.relkind, i.indisvalid, exists (select from pg_stat_progress_create_index as p where p.relid = t.oid)
  from pg_class as t join pg_namespace as n on n.oid = t.relnamespace
  left join (pg_index as i join pg_class as c on c.oid = i.indexrelid) on i.indrelid = t.oid and c.relname = $2::text
  where n.nspname = $1::text and t.relname = 'results'`;

type State = "valid" | "absent" | "in the making" | "left behind" | "impossible";

/**
 * Makes the indexes of a model that the database lacks. Writes go on meanwhile. One that another process is making is left to it: until it
 * is complete, queries do without. Tables with partitions get none.
 */
export async function makeIndexes(parts: LookupParts, { name, indexes }: IndexedModel): Promise<void> {
  for (const fields of indexes) if (isIndexable(fields)) await makeIndex(parts, name, fields);
}

function makeIndex({ session, spaces, schema }: LookupParts, modelName: string, fields: IndexFields): Promise<void> {
  const name = nameOfIndex(modelName, fields);
  const text = (statement: RawBuilder<unknown>): string => spaces.compile(statement).sql;
  return session.write(async (run) => {
    const state = await stateOf(run, schema, name);
    if (state === "left behind") await run(`${LOCK}; ${dropText(schema, name)}`);
    else if (state !== "absent") return;
    await run(`${LOCK}; ${keyFunction(schema)}`);
    const columns = text(sql`(version, ${keySql(schema, fields)}, id) where ${isOfModel(modelName)}`);
    // Not in a transaction, and so that two processes may do it at once.
    await run(`create index concurrently if not exists ${quote(name)} on ${tableIn(schema, "results")} ${columns}`);
  }, LIMIT_MS);
}

/** Tells what there is of an index. */
export async function stateOf(run: Runner, schema: string, name: string): Promise<State> {
  const { rows } = await run(STATE, [schema, name]);
  const [kind, isValid, isMade] = rows[0] ?? [];
  if (kind !== "r") return "impossible";
  if (isValid === true) return "valid";
  if (isMade === true) return "in the making";
  return isValid === false ? "left behind" : "absent";
}

/** Statement that drops an index unless it is valid, or being made since it was looked at. */
function dropText(schema: string, name: string): string {
  const index = `${quote(schema)}.${quote(name)}`;
  const text = (of: string): string => `'${of.replaceAll("'", "''")}'`;
  return `do $do$ begin
    if exists (select from pg_index where indexrelid = to_regclass(${text(index)}) and not indisvalid)
      and not exists (select from pg_stat_progress_create_index where relid = to_regclass(${text(tableIn(schema, "results"))}))
    then drop index ${index}; end if;
  end $do$`;
}
