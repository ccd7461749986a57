import { type IndexFields, nameOfIndex as nameOf } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import { encodeText } from "../records/nul-free.ts";
import { quote } from "../tables/names.ts";

type Sql = RawBuilder<unknown>;

/** Version of the function below: an index of another one has another name. */
const VERSION = 1;
/** Size of an entry of an index, without its id: PostgreSQL refuses rows whose entries are larger than 2,704 bytes. */
const MAX_KEY_BYTES = 1_500;
/** Size of the head of each key. */
const HEAD_BYTES = 16;
/** Number of fields of an index from which the keys of texts would be too short. */
const MAX_FIELDS = 16;

/** Name of an index, which tells by which fields of which model it is. */
export function nameOfIndex(modelName: string, fields: IndexFields): string {
  return nameOf(VERSION, modelName, fields);
}

/** Tells whether the server can index some fields: it cannot read data with U+0000 in a key. */
export function isIndexable(fields: IndexFields): boolean {
  return fields.length <= MAX_FIELDS && !fields.flat().some((key) => key.includes("\0"));
}

/** Keys of the fields of a row, by which it is indexed; null for a row whose place is not known. */
export function keySql(schema: string, fields: IndexFields): Sql {
  const longest = Math.floor(MAX_KEY_BYTES / fields.length) - HEAD_BYTES;
  return sql`${sql.raw(quote(schema))}.result_key_1(data, types, updated_at, ${sql.lit(JSON.stringify(fields))}::jsonb, ${sql.lit(longest)})`;
}

/** Row of a model. */
export function isOfModel(modelName: string): Sql {
  return sql`model_type = ${sql.lit(encodeText(modelName))}`;
}

/**
 * Function that makes the keys of a row; see `sortKey`. They are null where the data cannot be read, where a field has a type such as a date,
 * a long text, or a number that JavaScript may read otherwise. It never fails: writes of rows call it.
 */
export function keyFunction(schema: string): string {
  return `create or replace function ${quote(schema)}.result_key_1(data text, types text, updated_at text, fields jsonb, longest int)
    returns bytea[] language plpgsql immutable as '
    declare
      doc jsonb; tags jsonb; field jsonb; step text; value jsonb; number numeric; bits bigint; key bytea; keys bytea[] := ''{}'';
    begin
      doc := data::jsonb;
      tags := types::jsonb;
      if doc is null or jsonb_typeof(tags) <> ''object'' then return null; end if;
      for field in select * from jsonb_array_elements(fields) loop
        if tags -> (field ->> 0) is not null then return null; end if;
        value := doc;
        for step in select * from jsonb_array_elements_text(field) loop
          value := value -> step;
        end loop;
        if value is null then key := ''\\x00'';
        elsif value = ''null'' then key := ''\\x01'';
        elsif value = ''false'' then key := ''\\x02'';
        elsif value = ''true'' then key := ''\\x03'';
        elsif jsonb_typeof(value) = ''number'' then
          number := (value #>> ''{}'')::numeric;
          if number <> 0 and abs(number) not between 1e-300 and 1e300 then return null; end if;
          if abs(number) >= 9007199254740992 and not (length(updated_at) = 24 and right(updated_at, 1) = ''Z'') then return null; end if;
          bits := (''x'' || encode(float8send(number::float8), ''hex''))::bit(64)::bigint;
          if bits < 0 then bits := bits # 9223372036854775807; end if;
          key := ''\\x04''::bytea || int8send(bits # ''-9223372036854775808''::bigint);
        elsif jsonb_typeof(value) = ''string'' then
          key := ''\\x06''::bytea || convert_to(value #>> ''{}'', ''UTF8'');
          if octet_length(key) > longest then return null; end if;
        else key := ''\\x07'';
        end if;
        keys := array_append(keys, key);
      end loop;
      return keys;
    exception when others then
      return null;
    end'`;
}
