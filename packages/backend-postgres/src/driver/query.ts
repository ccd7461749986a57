import { hash } from "node:crypto";
import type { PgQuery, ValueParser } from "./native.ts";

const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const FLOAT8 = 701;

const asText: ValueParser = (text) => text;
const PARSERS: ReadonlyMap<number, ValueParser> = new Map<number, ValueParser>([
  [BOOL, (text) => text === "t"],
  [BYTEA, (text) => Buffer.from(text.slice(2), "hex")], // Always `\x…`: the older format is off since PostgreSQL 9.
  [INT8, Number],
  [INT2, Number],
  [INT4, Number],
  [FLOAT8, Number],
]);

/** Parser of the values of a type; `undefined` for text. */
export function parserOf(type: number): ValueParser | undefined {
  return PARSERS.get(type);
}

/** Types of values, whatever parsers the application has set for all of its queries. */
const types: PgQuery["types"] = { getTypeParser: (type) => PARSERS.get(type) ?? asText };

const names = new Map<string, string>();

/** Name of the prepared statement of a text: the same text has the same name on each connection. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `results_manager_${hash("sha256", text).slice(0, 32)}`;
    names.set(text, name);
  }
  return name;
}

/** A statement with its values. */
export function statement(
  text: string,
  values: readonly unknown[],
  { prepare, timeoutMs }: { readonly prepare: boolean; readonly timeoutMs: number },
): PgQuery {
  const query = { text, values, rowMode: "array", types, query_timeout: timeoutMs } as const;
  return prepare ? { ...query, name: nameOf(text) } : query;
}

/** One or more statements without values, in one message. */
export function command(text: string, timeoutMs: number): PgQuery {
  return { text, rowMode: "array", types, query_timeout: timeoutMs };
}
