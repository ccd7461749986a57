import {
  type FoundRecord,
  type Outcome,
  type RecordWrite,
  shouldYield,
  sortByCodePoint,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { UnknownOutcome } from "../driver/postgres-error.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordTexts } from "./record-texts.ts";
import { type NewRow, rowValues, toNewRow } from "./row-values.ts";

/** Experience of a space with its writes. */
export interface WriteHabits {
  /** Number of records that existed already in the last batch that was to create them. */
  found: "most" | "none" | "some";
}

/** Parts of a store that a batch needs. */
export interface WriteParts {
  readonly habits: WriteHabits;
  readonly texts: RecordTexts;
  readonly isCall: boolean;
  /** Returns a new revision. */
  revise(): string;
  /** Converts an error of the driver, for the outcome of one write. */
  toError(error: unknown, key: string): Error;
}

/** Rows of a batch of writes, each at the place of its write, and their outcomes. */
export class BatchRows {
  readonly writes: readonly RecordWrite[];
  readonly outcomes: Outcome<WriteOutcome>[] = [];
  /** Keys of the writes, as they are stored. */
  readonly keys: readonly string[];
  readonly #parts: WriteParts;
  readonly #rows: (NewRow | undefined)[] = [];

  constructor(parts: WriteParts, writes: readonly RecordWrite[]) {
    this.#parts = parts;
    this.writes = writes;
    this.keys = writes.map(({ key }) => encodeText(key));
  }

  /** Returns the places in the order of the keys, in which all statements lock their rows. */
  inOrder(): number[] {
    const places = new Map<string, number>();
    for (const [place, key] of this.keys.entries()) places.set(key, place);
    // Sorted as texts, which takes a fraction of the time of comparing rows.
    return sortByCodePoint([...places.keys()]).map((key) => places.get(key) as number);
  }

  /** Converts the records at these places to rows, and returns the places of those that have one. */
  async encode(places: readonly number[]): Promise<readonly number[]> {
    const { revise, isCall } = this.#parts;
    for (const place of places) {
      if (this.#rows[place]) continue;
      const { key, content } = this.writes[place] as RecordWrite;
      try {
        this.#rows[place] = toNewRow(key, content, revise(), isCall);
      } catch (error) {
        this.outcomes[place] = error as Error;
      }
      if (shouldYield()) await yieldToEventLoop();
    }
    return places.some((place) => !this.#rows[place]) ? places.filter((place) => this.#rows[place]) : places;
  }

  /** Returns the row at a place, which has been encoded. */
  at(place: number): NewRow {
    return this.#rows[place] as NewRow;
  }

  /** Converts the rows at these places to the values of a statement. */
  values(places: readonly number[]): unknown[] {
    return rowValues(places.map((place) => this.at(place)));
  }

  /** Notes that a row was written. */
  written(place: number): void {
    this.outcomes[place] = { written: true, revision: this.at(place).revision };
  }

  /** Notes that a row failed. */
  failed(place: number, error: unknown): void {
    this.outcomes[place] = this.#parts.toError(error, (this.writes[place] as RecordWrite).key);
  }

  /**
   * Notes that a write was refused, unless the record is the one that was written before the connection was lost.
   *
   * @param wasLost A connection was lost: the write may have created the record, and others may have replaced it since.
   */
  refused(place: number, revision: unknown, found: FoundRecord, wasLost: boolean): void {
    if (revision !== undefined && revision === this.#rows[place]?.revision) this.written(place);
    else if (wasLost && this.#isCreatedWith(place, found))
      this.failed(place, new UnknownOutcome("the connection was lost, and others have written the record since"));
    else this.outcomes[place] = { written: false, found };
  }

  /** Counts the writes at these places that were refused. */
  countRefused(places: readonly number[]): number {
    let count = 0;
    for (const place of places) {
      const outcome = this.outcomes[place];
      if (!(outcome instanceof Error) && outcome?.written === false) count++;
    }
    return count;
  }

  /** Tells whether a record has the time of creation of a write, which those who replace it keep. */
  #isCreatedWith(place: number, found: FoundRecord): boolean {
    const { condition, content } = this.writes[place] as RecordWrite;
    return condition === "absent" && found?.corrupt === undefined && found?.createdAt === content.createdAt;
  }
}
