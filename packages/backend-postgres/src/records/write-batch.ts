import {
  type FoundRecord,
  isExpired,
  type Outcome,
  type RecordWrite,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { textsGiven } from "../driver/binary-arrays.ts";
import type { Runner } from "../driver/runner.ts";
import { BatchRows, type WriteParts } from "./batch-rows.ts";
import { findRecords } from "./find-records.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { sendRows } from "./send-rows.ts";

/**
 * Writes of distinct keys: a statement for each kind of condition, and further ones for the rows that the first did not write.
 *
 * Each write has a revision from the start, so that the batch can be run again after its connection was lost: what has been written already
 * is recognized by its revision.
 */
export class WriteBatch {
  readonly #texts: RecordTexts;
  readonly #rows: BatchRows;

  private constructor(texts: RecordTexts, rows: BatchRows) {
    this.#texts = texts;
    this.#rows = rows;
  }

  /** Converts the records of writes to rows. */
  static async of(parts: WriteParts, writes: readonly RecordWrite[]): Promise<WriteBatch> {
    return new WriteBatch(parts.texts, await BatchRows.of(parts, writes));
  }

  /**
   * Carries out the writes whose conditions hold at `now`.
   *
   * @param wasLost A run before may have taken effect, because its connection was lost.
   */
  async run(run: Runner, now: number, wasLost = false): Promise<readonly Outcome<WriteOutcome>[]> {
    const any: number[] = [];
    const absent: number[] = [];
    const unchanged: number[] = [];
    for (const place of this.#rows.inOrder()) {
      const { condition } = this.#rows.writes[place] as RecordWrite;
      (condition === "any" ? any : condition === "absent" ? absent : unchanged).push(place);
    }
    if (any.length > 0) await this.#write(run, "upsert", any, now);
    if (absent.length > 0) await this.#create(run, absent, now, wasLost);
    if (unchanged.length > 0) await this.#replace(run, unchanged, now, wasLost);
    return this.#rows.outcomes;
  }

  /** Writes rows where there is none, or an expired one. */
  async #create(run: Runner, places: readonly number[], now: number, wasLost: boolean): Promise<void> {
    for (let left = places; left.length > 0; ) {
      const refused = await this.#write(run, "insert", left, now);
      const vanished: number[] = [];
      const expired: { place: number; revision: string }[] = [];
      await this.#find(run, refused, (place, found) => {
        if (found === undefined) vanished.push(place);
        else if (found.corrupt === undefined && isExpired(found.expiresAt, now))
          expired.push({ place, revision: found.revision as string });
        else this.#rows.refused(place, found, wasLost);
      });
      const replaced = expired.map(({ place }) => place);
      const revisions = expired.map(({ revision }) => revision);
      left = [...vanished, ...(await this.#swap(run, replaced, revisions, true, now))];
    }
  }

  /** Writes rows in place of those that were read. */
  async #replace(run: Runner, places: readonly number[], now: number, wasLost: boolean): Promise<void> {
    const revisions = places.map((place) => revisionOf(this.#rows.writes[place] as RecordWrite));
    const refused = await this.#swap(run, places, revisions, false, now);
    await this.#find(run, refused, (place, found) => {
      const isGone = found?.corrupt === undefined && isExpired(found?.expiresAt, now);
      this.#rows.refused(place, isGone ? undefined : found, wasLost);
    });
  }

  /** Replaces rows of given revisions, and returns the places of those that have others. */
  async #swap(
    run: Runner,
    places: readonly number[],
    revisions: readonly string[],
    expired: boolean,
    now: number,
  ): Promise<readonly number[]> {
    if (places.length === 0) return places;
    const expected = new Map(places.map((place, i) => [place, revisions[i] as string]));
    return this.#send(places, async (some) => {
      const of = textsGiven(some.map((place) => expected.get(place) as string));
      const values = [...this.#rows.values(some), now, of, expired];
      return (await run(this.#texts.of("replace", some.length), values)).rows;
    });
  }

  /** Runs a statement for the rows at these places, and returns the places of those that it did not write. */
  #write(run: Runner, name: "insert" | "upsert", places: readonly number[], now: number): Promise<readonly number[]> {
    return this.#send(places, async (some) => {
      const values = this.#rows.values(some);
      const { rows } = await run(this.#texts.of(name, some.length), name === "insert" ? values : [...values, now]);
      return name === "insert" ? rows : undefined;
    });
  }

  /**
   * Sends rows, and returns the places of those that were not written.
   *
   * @param send returns the ids that were written; `undefined` for all.
   */
  async #send(
    places: readonly number[],
    send: (places: readonly number[]) => Promise<readonly (readonly unknown[])[] | undefined>,
  ): Promise<readonly number[]> {
    const rows = this.#rows;
    const refused: number[] = [];
    await sendRows({
      places,
      sizeOf: (place) => rows.at(place).size,
      send: async (some) => {
        const ids = await send(some);
        const written = ids && ids.length < some.length ? new Set(ids.map(([id]) => id)) : undefined;
        for (const place of some) {
          if (written && !written.has(rows.at(place).key)) refused.push(place);
          else rows.written(place);
        }
      },
      refuse: (place, error) => rows.failed(place, error),
    });
    return refused;
  }

  async #find(
    run: Runner,
    places: readonly number[],
    each: (place: number, found: FoundRecord) => void,
  ): Promise<void> {
    if (places.length === 0) return;
    const keys = places.map((place) => (this.#rows.writes[place] as RecordWrite).key);
    const found = await findRecords(run, this.#texts, keys);
    for (const [i, place] of places.entries()) each(place, found[i]);
  }
}

/** Revision that a record must have; no record has an empty one. */
function revisionOf({ condition }: RecordWrite): string {
  const revision = typeof condition === "object" ? condition.unchanged : undefined;
  return typeof revision === "string" ? encodeText(revision) : "";
}
