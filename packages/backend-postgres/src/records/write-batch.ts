import {
  compareCodePoints,
  type FoundRecord,
  isExpired,
  type Outcome,
  type RecordWrite,
  shouldYield,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { textArray } from "../driver/binary-arrays.ts";
import { isRefusedValue, UnknownOutcome } from "../driver/postgres-error.ts";
import type { Runner } from "../driver/runner.ts";
import { findRecords } from "./find-records.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { type NewRow, rowArrays, toNewRow } from "./row-arrays.ts";
import { limited } from "./row-statements.ts";

/** Parts of a store that a batch needs. */
export interface WriteParts {
  readonly texts: RecordTexts;
  readonly isCall: boolean;
  /** Returns a new revision. */
  revise(): string;
  /** Converts an error of the driver, for the outcome of one write. */
  toError(error: unknown, key: string): Error;
}

/**
 * Writes of distinct keys: a statement for each kind of condition, and further ones for the rows that the first did not write.
 *
 * Each write has a revision from the start, so that the batch can be run again after its connection was lost: what has been written already
 * is recognized by its revision.
 */
export class WriteBatch {
  readonly #parts: WriteParts;
  readonly #writes: readonly RecordWrite[];
  readonly #rows: (NewRow | undefined)[] = [];
  readonly #outcomes: Outcome<WriteOutcome>[] = [];
  #runs = 0;

  private constructor(parts: WriteParts, writes: readonly RecordWrite[]) {
    this.#parts = parts;
    this.#writes = writes;
  }

  /** Converts the records of writes to rows. */
  static async of(parts: WriteParts, writes: readonly RecordWrite[]): Promise<WriteBatch> {
    const batch = new WriteBatch(parts, writes);
    for (const [place, { key, content }] of writes.entries()) {
      try {
        batch.#rows[place] = toNewRow(key, content, parts.revise(), parts.isCall);
      } catch (error) {
        batch.#outcomes[place] = error as Error;
      }
      if (shouldYield()) await yieldToEventLoop();
    }
    return batch;
  }

  /** Carries out the writes whose conditions hold at `now`. */
  async run(run: Runner, now: number): Promise<readonly Outcome<WriteOutcome>[]> {
    this.#runs++;
    const any: number[] = [];
    const absent: number[] = [];
    const unchanged: number[] = [];
    for (const place of this.#inOrder()) {
      const { condition } = this.#writes[place] as RecordWrite;
      (condition === "any" ? any : condition === "absent" ? absent : unchanged).push(place);
    }
    if (any.length > 0) await this.#write(run, "upsert", any, now);
    if (absent.length > 0) await this.#create(run, absent, now);
    if (unchanged.length > 0) await this.#replace(run, unchanged, now);
    return this.#outcomes;
  }

  /** Places in the order of the keys, in which all statements lock their rows. */
  #inOrder(): number[] {
    const places: number[] = [];
    let isSorted = true;
    let last = "";
    for (const [place, row] of this.#rows.entries()) {
      if (row === undefined) continue;
      isSorted &&= last <= row.key;
      last = row.key;
      places.push(place);
    }
    return isSorted ? places : places.sort((a, b) => compareCodePoints(this.#rowAt(a).key, this.#rowAt(b).key));
  }

  /** Writes rows where there is none, or an expired one. */
  async #create(run: Runner, places: readonly number[], now: number): Promise<void> {
    for (let left = places; left.length > 0; ) {
      const refused = await this.#write(run, "insert", left, now);
      const vanished: number[] = [];
      const expired: { place: number; revision: string }[] = [];
      await this.#find(run, refused, (place, found) => {
        if (found === undefined) vanished.push(place);
        else if (found.corrupt === undefined && isExpired(found.expiresAt, now))
          expired.push({ place, revision: found.revision as string });
        else this.#refuse(place, found);
      });
      const replaced = expired.map(({ place }) => place);
      const revisions = expired.map(({ revision }) => revision);
      left = [...vanished, ...(await this.#swap(run, replaced, revisions, true, now))];
    }
  }

  /** Writes rows in place of those that were read. */
  async #replace(run: Runner, places: readonly number[], now: number): Promise<void> {
    const revisions = places.map((place) => revisionOf(this.#writes[place] as RecordWrite));
    const refused = await this.#swap(run, places, revisions, false, now);
    await this.#find(run, refused, (place, found) => {
      const isGone = found?.corrupt === undefined && isExpired(found?.expiresAt, now);
      this.#refuse(place, isGone ? undefined : found);
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
      const of = textArray(some.map((place) => expected.get(place) as string));
      const values = [...this.#arrays(some), now, of, expired];
      return (await run(this.#parts.texts.replace, values)).rows;
    });
  }

  /** Runs a statement for the rows at these places, and returns the places of those that it did not write. */
  #write(run: Runner, name: "insert" | "upsert", places: readonly number[], now: number): Promise<readonly number[]> {
    const text = this.#parts.texts[name];
    return this.#send(places, async (some) => {
      const { rows } = await run(text, name === "insert" ? this.#arrays(some) : [...this.#arrays(some), now]);
      return name === "insert" ? rows : undefined;
    });
  }

  /**
   * Sends rows in statements of limited size. If one fails because of a value, its rows are sent in smaller ones, so that only that value
   * fails.
   *
   * @param send returns the ids that were written; `undefined` for all.
   */
  async #send(
    places: readonly number[],
    send: (places: readonly number[]) => Promise<readonly (readonly unknown[])[] | undefined>,
  ): Promise<readonly number[]> {
    const refused: number[] = [];
    const trySome = async (some: readonly number[]): Promise<void> => {
      try {
        const ids = await send(some);
        const written = ids && ids.length < some.length ? new Set(ids.map(([id]) => id)) : undefined;
        for (const place of some) {
          const { key, revision } = this.#rowAt(place);
          if (written && !written.has(key)) refused.push(place);
          else this.#outcomes[place] = { written: true, revision };
        }
      } catch (error) {
        if (!isRefusedValue(error)) throw error;
        const [only] = some;
        if (some.length === 1 && only !== undefined) {
          this.#outcomes[only] = this.#parts.toError(error, (this.#writes[only] as RecordWrite).key);
          return;
        }
        const half = some.length >> 1;
        await trySome(some.slice(0, half));
        await trySome(some.slice(half));
      }
    };
    for (const some of limited(places, (place) => this.#rowAt(place).size)) await trySome(some);
    return refused;
  }

  /** Notes that a write was refused, unless the record is the one that was written before the connection was lost. */
  #refuse(place: number, found: FoundRecord): void {
    const { revision } = this.#rowAt(place);
    if (found?.revision === revision) this.#outcomes[place] = { written: true, revision };
    else if (this.#mayHaveCreated(place, found)) this.#outcomes[place] = this.#unknown(place);
    else this.#outcomes[place] = { written: false, found };
  }

  /** Tells whether the run before may have created a record, since replaced: an overwrite keeps the time of creation. */
  #mayHaveCreated(place: number, found: FoundRecord): boolean {
    if (this.#runs === 1 || found === undefined || found.corrupt !== undefined) return false;
    const { condition, content } = this.#writes[place] as RecordWrite;
    return condition === "absent" && found.createdAt === content.createdAt;
  }

  #unknown(place: number): Error {
    const reason = "the connection was lost, and others have written the record since";
    return this.#parts.toError(new UnknownOutcome(reason), (this.#writes[place] as RecordWrite).key);
  }

  async #find(
    run: Runner,
    places: readonly number[],
    each: (place: number, found: FoundRecord) => void,
  ): Promise<void> {
    if (places.length === 0) return;
    const keys = places.map((place) => (this.#writes[place] as RecordWrite).key);
    const found = await findRecords(run, this.#parts.texts.find, keys);
    for (const [i, place] of places.entries()) each(place, found[i]);
  }

  #arrays(places: readonly number[]): Buffer[] {
    return rowArrays(places.map((place) => this.#rowAt(place)));
  }

  #rowAt(place: number): NewRow {
    return this.#rows[place] as NewRow;
  }
}

/** Revision that a record must have; no record has an empty one. */
function revisionOf({ condition }: RecordWrite): string {
  const revision = typeof condition === "object" ? condition.unchanged : undefined;
  return typeof revision === "string" ? encodeText(revision) : "";
}
