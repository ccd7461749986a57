import { type Lookup, type LookupPlan, matchesPrefix } from "@results-manager/core/storage";
import { boundedNarrowing, chooseIndex, type IndexFields, inOrder } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import { decodeText, encodeText } from "../records/nul-free.ts";
import { storedKey } from "../records/stored-row.ts";
import { tableIn } from "../tables/names.ts";
import { isIndexable, keySql } from "./index-columns.ts";
import { entriesIn, IndexScan } from "./index-scan.ts";
import { keyStretches } from "./key-stretches.ts";
import { placeOf, stateOf } from "./make-indexes.ts";
import { ModelScan } from "./model-scan.ts";
import type { LookupParts } from "./page-reader.ts";
import { RowScan } from "./row-scan.ts";

/** Number of rows whose places are not known, or that are to be read by id, up to which an index is worth it. */
const FEW_ROWS = 10_000;
/** Number of ids below a prefix up to which they are looked at one by one rather than by an index of all. */
const FEW_IDS = 4_096;

/** Plans a query: by an index of the model, or through the rows of its range. */
export async function planLookup(parts: LookupParts, given: Lookup, now: number): Promise<LookupPlan> {
  const lookup = { ...given, narrowing: boundedNarrowing(given.narrowing) };
  const use = chooseIndex({ ...lookup, indexes: await indexesOf(parts, lookup) });
  const unplaced = use && (await unplacedIds(parts, lookup, use.fields));
  if (!unplaced) return new ModelScan(parts, lookup, now);
  if (!lookup.order?.isOfIds || use.isOrdered) return new IndexScan(parts, lookup, use, unplaced, now);
  const key = keySql(parts.schema, use.fields);
  const entries = keyStretches(use, lookup).map(
    (each) => sql`${entriesIn(lookup, key, each, false)} order by ${key}, id`,
  );
  const ids = await fewIds(parts, entries);
  if (!ids) return new ModelScan(parts, lookup, now);
  return new RowScan(parts, lookup, use.fields, inOrder([...unplaced, ...ids], lookup), now);
}

/** Returns the complete indexes of the model; none if there are few ids to look at. */
async function indexesOf(parts: LookupParts, { modelName, indexes, prefix }: Lookup): Promise<Lookup["indexes"]> {
  const found: IndexFields[] = [];
  for (const fields of indexes) if (await hasIndex(parts, modelName, fields)) found.push(fields);
  if (found.length === 0 || prefix === undefined) return found;
  const below = sql`id >= ${encodeText(`${prefix}/`)}::text and id < ${encodeText(`${prefix}0`)}::text order by id`;
  return (await fewIds(parts, [below], FEW_IDS)) ? [] : found;
}

async function hasIndex(
  { session, schema, validIndexes }: LookupParts,
  modelName: string,
  fields: IndexFields,
): Promise<boolean> {
  const place = placeOf(schema, modelName, fields);
  if (!validIndexes.has(place.name)) {
    if (!isIndexable(fields)) return false;
    if ((await session.read((run) => stateOf(run, place))) !== "valid") return false;
    validIndexes.add(place.name);
  }
  return true;
}

/** Returns the ids of rows that the index does not place, or whose version is another one; `undefined` if there are too many. */
async function unplacedIds(
  parts: LookupParts,
  { modelName, version, prefix }: Lookup,
  fields: IndexFields,
): Promise<readonly string[] | undefined> {
  const key = keySql(parts.schema, fields);
  const of = sql`model_type = ${encodeText(modelName)}::text and version`;
  const others = ["<", ">"].map((sign) => sql`${of} ${sql.raw(sign)} ${version}::int8 order by version, ${key}, id`);
  const ids = await fewIds(parts, [...others, sql`${of} = ${version}::int8 and ${key} is null order by id`]);
  return prefix === undefined ? ids : ids?.filter((id) => matchesPrefix(id, prefix));
}

/**
 * Returns the ids of rows; `undefined` if there are more than some thousands.
 *
 * @param conditions of the rows, each with the order of an index, by which the server reads them whatever it knows of the table.
 */
async function fewIds(
  { session, spaces, schema }: LookupParts,
  conditions: readonly RawBuilder<unknown>[],
  most = FEW_ROWS,
): Promise<readonly string[] | undefined> {
  if (conditions.length === 0) return [];
  const table = sql.raw(tableIn(schema, "results"));
  const parts = conditions.map((each) => sql`(select id from ${table} where ${each} limit ${most + 1}::int8)`);
  const { sql: text, parameters } = spaces.compile(
    sql`select id from (${sql.join(parts, sql` union all `)}) as found limit ${most + 1}::int8`,
  );
  const { rows } = await session.read((run) => run(text, parameters), { isOnce: true });
  return rows.length > most ? undefined : rows.map((row) => decodeText(storedKey(row)));
}
