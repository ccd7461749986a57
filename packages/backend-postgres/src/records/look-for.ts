import { type FoundRecord, isExpired, type RecordWrite } from "@results-manager/core/storage";
import { textsGiven } from "../driver/binary-arrays.ts";
import type { Runner } from "../driver/runner.ts";
import type { BatchRows } from "./batch-rows.ts";
import { findRecords } from "./find-records.ts";
import type { RecordTexts } from "./record-texts.ts";
import { storedKey } from "./stored-row.ts";

/** A record that exists, with its content if that was asked for. */
export interface Existing {
  readonly revision: string;
  /** It has expired. */
  readonly isGone: boolean;
  readonly record?: FoundRecord;
}

/** Records to look for. */
interface Look {
  readonly run: Runner;
  readonly texts: RecordTexts;
  readonly rows: BatchRows;
  readonly places: readonly number[];
  readonly now: number;
  /** Their contents are needed, even if the callers do not ask for them. */
  readonly needsRecords: boolean;
}

/** Reads the records of the writes at some places, or only their revisions where nothing else is asked for. */
export async function lookFor(look: Look): Promise<readonly (Existing | undefined)[]> {
  const { run, texts, rows, places, now, needsRecords } = look;
  if (needsRecords || places.some((place) => !rows.writes[place]?.ignoresFound)) {
    const keys = places.map((place) => (rows.writes[place] as RecordWrite).key);
    const found = await findRecords(run, texts, keys);
    return found.map((record) => {
      const isGone = record?.corrupt === undefined && isExpired(record?.expiresAt, now);
      return record && { revision: record.revision as string, isGone, record };
    });
  }
  const keys = places.map((place) => rows.keys[place] as string);
  const { rows: read } = await run(texts.of("glance", keys.length), [textsGiven(keys), now]);
  const byKey = new Map(read.map((row) => [storedKey(row), row]));
  return keys.map((key): Existing | undefined => {
    const row = byKey.get(key);
    return row && { revision: row[1] as string, isGone: row[2] === true };
  });
}
