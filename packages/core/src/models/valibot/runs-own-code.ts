import type { Model } from "../model.ts";
import { shapeOf } from "./valibot-shape.ts";

/** What Valibot itself puts into each of its schemas and actions. */
const OF_VALIBOT: ReadonlySet<string> = new Set(["reference", "~run", "~standard"]);

const known = new WeakMap<object, boolean>();

/** Tells whether a model runs code of the user's when it validates or encodes; plain schemas of Valibot are known to have none. */
export function runsOwnCode({ encode, schema }: Model): boolean {
  if (encode !== undefined) return true;
  let found = known.get(schema);
  if (found === undefined) {
    found = shapeOf(schema) === undefined || holdsCode(schema, new Set());
    known.set(schema, found);
  }
  return found;
}

/** A function anywhere within: a check, a message, whatever it is for. */
function holdsCode(part: object, seen: Set<object>): boolean {
  if (seen.has(part)) return false;
  seen.add(part);
  return Object.entries(part).some(([key, value]) => {
    if (OF_VALIBOT.has(key)) return false;
    if (typeof value === "function") return true;
    return typeof value === "object" && value !== null && holdsCode(value, seen);
  });
}
