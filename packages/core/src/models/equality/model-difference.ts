import type { Model } from "../model.ts";
import { schemaDifference } from "./schema-difference.ts";

/** Tells in words what distinguishes two models of one name; `undefined` for equal ones, such as those of a module evaluated twice. */
export function modelDifference(known: Model, given: Model): string | undefined {
  if (known.version !== given.version)
    return `version ${known.version} is registered, version ${given.version} was passed`;
  const schema = schemaDifference(known.schema, given.schema);
  if (schema !== undefined) return `the schemas differ ${schema}`;
  const encode = schemaDifference(known.encode, given.encode);
  if (encode !== undefined) return `the functions 'encode' differ: ${encode}`;
  if (JSON.stringify(known.indexes) !== JSON.stringify(given.indexes)) return "they have different indexes";
  const upgrade = schemaDifference(known.upgrade, given.upgrade);
  return upgrade === undefined ? undefined : `the upgrade steps differ ${upgrade}`;
}
