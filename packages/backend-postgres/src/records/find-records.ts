import { type FoundRecord, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { textsGiven } from "../driver/binary-arrays.ts";
import type { Runner } from "../driver/runner.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { fromStoredRow, storedKey } from "./stored-row.ts";

/** Reads the record of each key, expired or not, and may lock it. */
export async function findRecords(
  run: Runner,
  texts: RecordTexts,
  keys: readonly string[],
  name: "find" | "lock" = "find",
): Promise<readonly FoundRecord[]> {
  const encoded = keys.map(encodeText);
  const { rows } = await run(texts.of(name, keys.length), [textsGiven(encoded)]);
  if (rows.length === 0) return keys.map(() => undefined);
  if (rows.length === 1 && keys.length === 1) return [fromStoredRow(rows[0] as readonly unknown[])];
  const byKey = new Map(rows.map((row) => [storedKey(row), row]));
  const found: FoundRecord[] = [];
  for (const key of encoded) {
    const row = byKey.get(key);
    found.push(row && fromStoredRow(row));
    if (shouldYield()) await yieldToEventLoop();
  }
  return found;
}
