import { isRefusedValue } from "../driver/postgres-error.ts";
import type { WriteRunner } from "../driver/runner.ts";
import type { BatchRows } from "./batch-rows.ts";
import { copiedRows } from "./copied-rows.ts";
import type { RecordTexts } from "./record-texts.ts";
import { limited } from "./row-statements.ts";

/** Copies the rows at some places, and returns the places of those that cannot be copied: one of them exists, or is refused. */
export async function copyBatch(
  copy: NonNullable<WriteRunner["copy"]>,
  texts: RecordTexts,
  rows: BatchRows,
  places: readonly number[],
): Promise<readonly number[]> {
  const left: number[] = [];
  for (const some of limited(await rows.encode(places), (place) => rows.at(place).size)) {
    try {
      await copy(texts.of("copy", some.length), copiedRows(some.map((place) => rows.at(place))));
      for (const place of some) rows.written(place);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      left.push(...some);
    }
  }
  return left;
}
