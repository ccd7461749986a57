import type { RecordRemoval } from "@results-manager/core/storage";
import { textsGiven } from "../driver/binary-arrays.ts";
import type { Runner } from "../driver/runner.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { storedKey } from "./stored-row.ts";

/** Removes records of distinct keys whose conditions hold at `now`, with a statement for each kind of condition. */
export async function removeBatch(
  run: Runner,
  texts: RecordTexts,
  removals: readonly RecordRemoval[],
  now: number,
): Promise<readonly boolean[]> {
  const any: string[] = [];
  const expired: string[] = [];
  const unchanged: [key: string, revision: string][] = [];
  const keys = removals.map(({ key }) => encodeText(key));
  for (const [i, { condition }] of removals.entries()) {
    const key = keys[i] as string;
    if (condition === "any") any.push(key);
    else if (condition === "expired") expired.push(key);
    else if (typeof condition.unchanged === "string") unchanged.push([key, encodeText(condition.unchanged)]);
  }
  const removed = new Set<string>();
  if (any.length > 0) {
    const { rows } = await run(texts.of("remove", any.length), [textsGiven(any), now]);
    for (const row of rows) if (row[1] === false) removed.add(storedKey(row));
  }
  if (expired.length > 0) {
    const { rows } = await run(texts.of("removeExpired", expired.length), [textsGiven(expired), now]);
    for (const row of rows) removed.add(storedKey(row));
  }
  if (unchanged.length > 0) {
    const [ids, revisions] = [0, 1].map((i) => textsGiven(unchanged.map((pair) => pair[i] as string)));
    const { rows } = await run(texts.of("removeUnchanged", unchanged.length), [ids, revisions]);
    for (const row of rows) removed.add(storedKey(row));
  }
  return keys.map((key) => removed.has(key));
}
