import { hash } from "node:crypto";
import { ANY } from "@results-manager/core";
import type { CallPattern, Wanted } from "@results-manager/core/internal";
import type { RecordContent } from "@results-manager/core/storage";
import { callParts } from "@results-manager/sql";

/** Fields of a call that a pattern can name, besides its name. */
const FIELDS = ["module", "version", "fingerprint", "result"] as const;
/** Length up to which a token is indexed as it is; an entry of an index has a limit. */
const LONGEST_TOKEN = 500;

/** Text for each fact about a call that a pattern can require. */
export function tokensOf(key: string, content: RecordContent): string[] {
  const { data } = content;
  const fields = typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  const parts = callParts(key, content);
  return [
    ...FIELDS.flatMap((field) => (typeof fields[field] === "string" ? facts([field], fields[field]) : [])),
    ...parts.arguments.flatMap(([, name, value]) => facts(["argument", name], value)),
    ...parts.metadata.flatMap(([, subject, name, value]) => facts(["metadata", subject, name], value)),
  ];
}

/** Name of a call's function; null for a record that is not a call. */
export function nameOf({ data }: RecordContent): string | null {
  const name = typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>).name : undefined;
  return typeof name === "string" ? name : null;
}

/** Tokens that all calls of a pattern have. */
export function tokensOfPattern(pattern: CallPattern): string[] {
  return [
    ...FIELDS.flatMap((field) => fact([field], pattern[field])),
    ...pattern.arguments.flatMap(([name, wanted]) => fact(["argument", name], wanted)),
    ...pattern.subjects.flatMap((subject) => fact(["metadata", subject, ""], ANY)),
    ...pattern.metadata.flatMap(([subject, name, wanted]) => fact(["metadata", subject, name], wanted)),
  ];
}

/** That something is there, and what it is. */
function facts(path: readonly string[], value: string): string[] {
  return [token(path), token([...path, value])];
}

function fact(path: readonly string[], wanted: Wanted | undefined): string[] {
  if (wanted === undefined) return [];
  return [token(wanted === ANY ? path : [...path, wanted])];
}

/** JSON, which contains neither a line break nor U+0000. */
function token(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  return text.length > LONGEST_TOKEN ? hash("sha256", text) : text;
}
