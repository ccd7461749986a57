import {
  type Awaitable,
  allowsWrite,
  type FoundRecord,
  type Outcome,
  type RecordWrite,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { mapAwaitable } from "../connection/map-awaitable.ts";
import { toRow, WriteSuccess, type WrittenRow } from "../rows/written-row.ts";
import { withDistinctKeys } from "./distinct-keys.ts";
import type { RecordStatements, WriteStatement, WrittenCall } from "./record-statements.ts";

/** Writes each record whose condition holds at `now`. Conditions on an existing record require a transaction. */
export function writeBatch(
  records: RecordStatements,
  writes: readonly RecordWrite[],
  now: number,
): Awaitable<readonly Outcome<WriteOutcome>[]> {
  const [first] = writes;
  if (first && writes.length === 1) return writeOne(records, first, now);
  const run = (some: readonly RecordWrite[]) => new WriteBatch(records, some, now).run();
  // Rows of one simple condition are written one after the other, so a key may occur twice.
  const isUniform =
    typeof first?.condition === "string" && writes.every(({ condition }) => condition === first.condition);
  return isUniform && !records.index ? run(writes) : withDistinctKeys(writes, run);
}

/** Writes a lone record, as most batches are: by one statement where its condition holds. */
function writeOne(
  records: RecordStatements,
  write: RecordWrite,
  now: number,
): Awaitable<readonly Outcome<WriteOutcome>[]> {
  const { key, condition, content } = write;
  if (typeof condition !== "string" || records.index) return new WriteBatch(records, [write], now).run();
  let row: WrittenRow;
  try {
    row = toRow(key, content);
  } catch (error) {
    return [error as Error];
  }
  const statement = condition === "any" ? "upsert" : "insert";
  const written = records.write(statement, [row], now);
  if (!(written instanceof Promise) && written[0] === true) return [new WriteSuccess(row)];
  return mapAwaitable(written, (outcomes) => new WriteBatch(records, [write], now).goOn(statement, row, outcomes));
}

/** Plan of a batch: a statement for each kind of condition, and further ones for the rows that the first did not write. */
class WriteBatch {
  readonly #records: RecordStatements;
  readonly #writes: readonly RecordWrite[];
  readonly #now: number;
  readonly #rows: WrittenRow[] = [];
  readonly #outcomes: Outcome<WriteOutcome>[] = [];

  constructor(records: RecordStatements, writes: readonly RecordWrite[], now: number) {
    this.#records = records;
    this.#writes = writes;
    this.#now = now;
  }

  run(): Awaitable<readonly Outcome<WriteOutcome>[]> {
    const any: number[] = [];
    const absent: number[] = [];
    const unchanged: number[] = [];
    for (let place = 0; place < this.#writes.length; place++) {
      const { key, condition, content } = this.#writes[place] as RecordWrite;
      try {
        this.#rows[place] = toRow(key, content);
        (condition === "any" ? any : condition === "absent" ? absent : unchanged).push(place);
      } catch (error) {
        this.#outcomes[place] = error as Error;
      }
    }
    // Most batches have one kind of condition, and take no other step.
    if (any.length === this.#writes.length) return mapAwaitable(this.#write("upsert", any), () => this.#outcomes);
    if (absent.length === this.#writes.length) return mapAwaitable(this.#create(absent), () => this.#outcomes);
    return mapAwaitable(this.#write("upsert", any), () =>
      mapAwaitable(this.#create(absent), () => mapAwaitable(this.#replace(unchanged), () => this.#outcomes)),
    );
  }

  /** Goes on with a batch of one row after its first statement. */
  goOn(
    statement: "upsert" | "insert",
    row: WrittenRow,
    outcomes: readonly Outcome<boolean>[],
  ): Awaitable<readonly Outcome<WriteOutcome>[]> {
    this.#rows.push(row);
    const refused = this.#note([0], outcomes);
    return mapAwaitable(statement === "insert" ? this.#replaceExpired(refused) : undefined, () => this.#outcomes);
  }

  /** Writes rows where there is none, or an expired one. */
  #create(places: readonly number[]): Awaitable<void> {
    return mapAwaitable(this.#write("insert", places), (refused) => this.#replaceExpired(refused));
  }

  #replaceExpired(places: readonly number[]): Awaitable<void> {
    if (places.length === 0) return;
    return mapAwaitable(this.#write("replaceExpired", places), (left) =>
      this.#find(left, (place, found) => {
        this.#outcomes[place] = { written: false, found };
      }),
    );
  }

  /** Writes rows whose condition holds for the existing record. */
  #replace(places: readonly number[]): Awaitable<unknown> {
    const allowed: number[] = [];
    const checked = this.#find(places, (place, found) => {
      if (allowsWrite(this.#writes[place] as RecordWrite, found)) allowed.push(place);
      else this.#outcomes[place] = { written: false, found };
    });
    return mapAwaitable(checked, () => this.#write("upsert", allowed));
  }

  /** Runs a statement for the rows at these places, and returns the places of those that it did not write. */
  #write(statement: WriteStatement, places: readonly number[]): Awaitable<readonly number[]> {
    if (places.length === 0) return places;
    const rows =
      places.length === this.#rows.length ? this.#rows : places.map((place) => this.#rows[place] as WrittenRow);
    return mapAwaitable(this.#records.write(statement, rows, this.#now), (outcomes) => {
      const refused = this.#note(places, outcomes);
      if (!this.#records.index) return refused;
      return mapAwaitable(this.#index(this.#records, places, statement === "insert"), () => refused);
    });
  }

  /** Notes the outcomes of a statement for the rows at these places, and returns the places of those that it did not write. */
  #note(places: readonly number[], outcomes: readonly Outcome<boolean>[]): readonly number[] {
    const refused: number[] = [];
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      const outcome = outcomes[i];
      if (outcome === true) this.#outcomes[place] = new WriteSuccess(this.#rows[place] as WrittenRow);
      else if (outcome instanceof Error) this.#outcomes[place] = outcome;
      else refused.push(place);
    }
    return refused;
  }

  /** Indexes the calls that were written at these places. */
  #index(records: RecordStatements, places: readonly number[], isNew: boolean): Awaitable<void> {
    const written: WrittenCall[] = [];
    for (const place of places) {
      const { key, content } = this.#writes[place] as RecordWrite;
      if (this.#outcomes[place] instanceof WriteSuccess) written.push({ key, content, isNew });
    }
    return written.length > 0 ? records.index?.(written) : undefined;
  }

  /** Reads the unexpired records of these places. */
  #find(places: readonly number[], each: (place: number, found: FoundRecord) => void): Awaitable<void> {
    if (places.length === 0) return;
    const found = this.#records.find(places.map((place) => (this.#writes[place] as RecordWrite).key));
    return mapAwaitable(found, (records) => {
      for (const [i, place] of places.entries()) {
        const record = records[i];
        if (record instanceof Error) this.#outcomes[place] = record;
        else each(place, unlessExpired(record, this.#now));
      }
    });
  }
}
