import {
  type FoundRecord,
  isExpired,
  type Outcome,
  type RecordWrite,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { textsGiven } from "../driver/binary-arrays.ts";
import type { Runner, WriteRunner } from "../driver/runner.ts";
import { BatchRows, type WriteParts } from "./batch-rows.ts";
import { copyBatch } from "./copy-batch.ts";
import { findRecords } from "./find-records.ts";
import { lookFor } from "./look-for.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { sendRows } from "./send-rows.ts";

/** Number of rows from which a look before they are sent is cheap. */
const LARGE = 250;

/**
 * Writes of distinct keys: a statement for each kind of condition, and further ones for the rows that the first did not write.
 *
 * Each write has a revision from the start, so that the batch can be run again after its connection was lost: what has been written already
 * is recognized by its revision.
 */
export class WriteBatch {
  readonly #texts: RecordTexts;
  readonly #parts: WriteParts;
  readonly #rows: BatchRows;

  constructor(parts: WriteParts, writes: readonly RecordWrite[]) {
    this.#texts = parts.texts;
    this.#parts = parts;
    this.#rows = new BatchRows(parts, writes);
  }

  /**
   * Carries out the writes whose conditions hold at `now`.
   *
   * @param wasLost A run before may have taken effect, because its connection was lost.
   */
  async run(run: WriteRunner, now: number, wasLost = false): Promise<readonly Outcome<WriteOutcome>[]> {
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

  /**
   * Writes rows where there is none, or an expired one. If the batch before found existing rows, it looks first: what exists is then neither
   * encoded nor sent. If that found none, it copies, which takes half the time, but fails as a whole if one exists.
   */
  async #create(run: WriteRunner, places: readonly number[], now: number, wasLost: boolean): Promise<void> {
    const { habits, isCall } = this.#parts;
    const isBatch = places.length > 1;
    const isLarge = places.length >= LARGE;
    const copy = isLarge && habits.found === "none" && !isCall && !wasLost ? run.copy : undefined;
    let left = places;
    if (copy) left = await copyBatch(copy, this.#texts, this.#rows, left);
    if (copy || (isBatch && habits.found === "most") || (isLarge && habits.found === "some"))
      left = await this.#settleExisting(run, left, now, wasLost);
    while (left.length > 0) {
      const refused = await this.#write(run, "insert", left, now);
      left = await this.#settleExisting(run, refused, now, wasLost);
    }
    if (!isBatch) return;
    const refused = this.#rows.countRefused(places);
    habits.found = refused === 0 ? "none" : 2 * refused > places.length ? "most" : "some";
  }

  /** Refuses the writes whose records exist, and replaces expired ones. Returns the places of those that have no record by now. */
  async #settleExisting(
    run: Runner,
    places: readonly number[],
    now: number,
    wasLost: boolean,
  ): Promise<readonly number[]> {
    if (places.length === 0) return places;
    const absent: number[] = [];
    const expired: number[] = [];
    const revisions: string[] = [];
    const found = await lookFor({ run, texts: this.#texts, rows: this.#rows, places, now, needsRecords: wasLost });
    for (const [i, place] of places.entries()) {
      const { revision, isGone, record } = found[i] ?? {};
      if (revision === undefined) absent.push(place);
      else if (isGone) {
        expired.push(place);
        revisions.push(revision);
      } else this.#rows.refused(place, revision, record, wasLost);
    }
    return [...absent, ...(await this.#swap(run, expired, revisions, true, now))];
  }

  /** Writes rows in place of those that were read. */
  async #replace(run: Runner, places: readonly number[], now: number, wasLost: boolean): Promise<void> {
    const revisions = places.map((place) => revisionOf(this.#rows.writes[place] as RecordWrite));
    const refused = await this.#swap(run, places, revisions, false, now);
    const found = await this.#find(run, refused);
    for (const [i, place] of refused.entries()) {
      const record = found[i];
      const isGone = record?.corrupt === undefined && isExpired(record?.expiresAt, now);
      this.#rows.refused(place, record?.revision, isGone ? undefined : record, wasLost);
    }
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
      places: await rows.encode(places),
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

  /** Reads the records at these places, expired or not. */
  async #find(run: Runner, places: readonly number[]): Promise<readonly FoundRecord[]> {
    if (places.length === 0) return [];
    const keys = places.map((place) => (this.#rows.writes[place] as RecordWrite).key);
    return findRecords(run, this.#texts, keys);
  }
}

/** Revision that a record must have; no record has an empty one. */
function revisionOf({ condition }: RecordWrite): string {
  const revision = typeof condition === "object" ? condition.unchanged : undefined;
  return typeof revision === "string" ? encodeText(revision) : "";
}
