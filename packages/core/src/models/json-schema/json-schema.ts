import type { JsonValue } from "../../codec/json-value.ts";

/** JSON Schema of draft 2020-12. It allows anything where it says nothing: JSON Schema has no word for a date, a bigint or a Map. */
export interface JsonSchema {
  readonly [keyword: string]: JsonValue;
}
