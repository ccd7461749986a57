import { createHash } from "node:crypto";
import { PREFIX } from "../tables/tables.ts";
import type { IndexFields } from "./choose-index.ts";

/** Names of the indexes of models, by their fields. */
const names = new WeakMap<IndexFields, Map<string, string>>();

/**
 * Name of an index, which tells by which fields of which model it is.
 *
 * @param version of the expressions of the medium: an index of other ones has another name.
 */
export function nameOfIndex(version: number, modelName: string, fields: IndexFields): string {
  const known = names.get(fields) ?? new Map<string, string>();
  names.set(fields, known);
  const key = `${version} ${modelName}`;
  let name = known.get(key);
  if (name === undefined) {
    const definition = JSON.stringify([version, modelName, fields]);
    name = `${PREFIX}results_by_${createHash("sha256").update(definition).digest("hex").slice(0, 16)}`;
    known.set(key, name);
  }
  return name;
}
