import type { Model } from "../model.ts";
import { areShapesLoaded, shapeOf } from "./shapes.ts";

/** Functions that Valibot itself adds to its schemas and actions. */
const VALIBOT_KEYS: ReadonlySet<string> = new Set(["reference", "~run", "~standard"]);

const cache = new WeakMap<object, boolean>();

/** Tells whether a model may run user code when it validates or encodes; only plain Valibot schemas are known not to. */
export function runsOwnCode({ encode, schema }: Model): boolean {
  if (encode !== undefined) return true;
  let runsCode = cache.get(schema);
  if (runsCode === undefined) {
    runsCode = shapeOf(schema) === undefined || containsCode(schema, new Set());
    if (areShapesLoaded()) cache.set(schema, runsCode);
  }
  return runsCode;
}

/** Tells whether a schema contains a function of the user, such as a check or a message. */
function containsCode(part: object, seen: Set<object>): boolean {
  if (seen.has(part)) return false;
  seen.add(part);
  return Object.entries(part).some(([key, value]) => {
    if (VALIBOT_KEYS.has(key)) return false;
    if (typeof value === "function") return true;
    return typeof value === "object" && value !== null && containsCode(value, seen);
  });
}
