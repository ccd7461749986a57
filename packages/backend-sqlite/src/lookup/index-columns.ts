import { type IndexFields, nameOfIndex as nameOf } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import { compiler } from "../driver/compiler.ts";
import { IS_JSON, isTagged, pathOf } from "./stored-sql.ts";

type Sql = RawBuilder<unknown>;

/** Version of the expressions below: an index of other ones has another name. */
const VERSION = 1;

/** Key of a stored value that is neither a number nor text, by rank; a missing one is null. */
export const KEY_OF_RANK: Readonly<Record<number, Uint8Array>> = {
  1: Buffer.from([0]),
  2: Buffer.from([1]),
  3: Buffer.from([2]),
  7: Buffer.from([3]),
};

/** Least key behind those of all text. */
export const AFTER_TEXT: Uint8Array = Buffer.alloc(0);

/** Name of an index, which tells by which fields of which model it is. */
export function nameOfIndex(modelName: string, fields: IndexFields): string {
  return nameOf(VERSION, modelName, fields);
}

/**
 * Compiles the statement that makes an index: of the rows that cannot be placed, then by the version of the model, the fields, and the id.
 * The functions are those that older versions of SQLite have, too, since every program that writes to the table must compute them.
 */
export function compileIndex(modelName: string, fields: IndexFields): string {
  const columns = sql.join([isUnplaced(fields), sql`version`, ...fields.map(keyOfField), sql`id`]);
  const name = sql.id(nameOfIndex(modelName, fields));
  return sql`create index if not exists ${name} on results (${columns}) where ${isOfModel(modelName)}`.compile(compiler)
    .sql;
}

/** Row of a model, as the condition of a partial index must be written. */
export function isOfModel(modelName: string): Sql {
  return sql`model_type = ${sql.lit(modelName)}`;
}

/** 1 for a row whose place is not known: its data is no JSON, or one of the fields has a value that is not read as it is ordered. */
export function isUnplaced(fields: IndexFields): Sql {
  const isOdd = sql.join(
    fields.flatMap((keys) => [isTagged(keys), isPythonBigint(keys), isMalformed(keys)].map(grouped)),
    sql` or `,
  );
  return sql`(case when ${IS_JSON} then ${isOdd} else 1 end)`;
}

function grouped(condition: Sql): Sql {
  return sql`(${condition})`;
}

/** Integers from 2^53 on are bigints only in rows that this library did not write. */
function isPythonBigint(keys: readonly string[]): Sql {
  const path = sql.lit(pathOf(keys));
  const isLarge = sql`json_type(data, ${path}) is 'integer' and abs(cast(json_extract(data, ${path}) as real)) >= 9007199254740992`;
  return sql`${isLarge} and (length(updated_at) <> 24 or substr(updated_at, -1) <> 'Z')`;
}

/** Drivers read a lone surrogate as U+FFFD; so does `glob`. */
function isMalformed(keys: readonly string[]): Sql {
  const path = sql.lit(pathOf(keys));
  return sql`json_type(data, ${path}) is 'text' and json_extract(data, ${path}) glob ${sql.lit("*\ufffd*")}`;
}

/**
 * Key of a field: the number or text itself, a byte for other values, null for a missing one. Integers are doubles, as JavaScript reads them:
 * drivers round them, or refuse them.
 */
export function keyOfField(keys: readonly string[]): Sql {
  const path = sql.lit(pathOf(keys));
  const type = sql`json_type(data, ${path})`;
  const value = sql`json_extract(data, ${path})`;
  return sql`(case when ${IS_JSON} then case ${type} when 'null' then x'00' when 'false' then x'01' when 'true' then x'02' when 'array' then x'03' when 'object' then x'03' when 'integer' then cast(${value} as real) else ${value} end end)`;
}
