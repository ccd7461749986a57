import {
  type ChangeOutcome,
  type FoundRecord,
  type Outcome,
  type RecordChange,
  type RecordContent,
  type RecordRemoval,
  type RecordWrite,
  type Space,
  takesLeases,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { withDistinctKeys } from "@results-manager/sql";
import { textsGiven } from "../driver/binary-arrays.ts";
import { isRefusedValue } from "../driver/postgres-error.ts";
import type { Session } from "../driver/session.ts";
import type { WriteHabits } from "./batch-rows.ts";
import { applyBatch } from "./change-batch.ts";
import { findRecords } from "./find-records.ts";
import { encodeText } from "./nul-free.ts";
import { RecordTexts } from "./record-texts.ts";
import { removeBatch } from "./remove-batch.ts";
import { rowStatements } from "./row-statements.ts";
import { type NewRow, rowValues, toNewRow } from "./row-values.ts";
import { storedKey } from "./stored-row.ts";
import { WriteBatch } from "./write-batch.ts";

/** Records of one space. */
export class PostgresRecords {
  readonly texts: RecordTexts;
  readonly #space: Space;
  readonly #session: Session;
  readonly #habits: WriteHabits = { found: "some" };

  constructor(session: Session, schema: string, space: Space, isRelaxed: boolean) {
    this.texts = new RecordTexts(schema, space, isRelaxed);
    this.#space = space;
    this.#session = session;
  }

  find(keys: readonly string[]): Promise<readonly FoundRecord[]> {
    return this.#session.read((run) => findRecords(run, this.texts, keys));
  }

  async has(keys: readonly string[], now: number): Promise<readonly boolean[]> {
    const encoded = keys.map(encodeText);
    const { rows } = await this.#session.read((run) =>
      run(this.texts.of("has", keys.length), [textsGiven(encoded), now]),
    );
    const there = new Set(rows.map(storedKey));
    return encoded.map((key) => there.has(key));
  }

  /**
   * Writes records. After a lost connection, a repeated write is recognized by its revision; but whether a record was replaced, before others
   * replaced it again, only the outcome of a transaction tells. Of leases, each has one writer.
   */
  async write(writes: readonly RecordWrite[], now: number): Promise<readonly Outcome<WriteOutcome>[]> {
    const [only] = writes;
    if (writes.length === 1 && only?.condition === "any") return [await this.#overwrite(only, now)];
    const { revise, toError } = this.#session;
    const parts = { texts: this.texts, isCall: this.#space === "calls", habits: this.#habits, revise, toError };
    return withDistinctKeys(writes, async (distinct) => {
      const batch = new WriteBatch(parts, distinct);
      return !takesLeases(this.#space) && distinct.some(({ condition }) => typeof condition === "object")
        ? this.#session.transaction(async (run) => ({ statements: [], outcome: await batch.run(run, now) }))
        : this.#session.write((run, wasLost) => batch.run(run, now, wasLost));
    });
  }

  /** Writes one record, whatever was there: a statement that needs no batch, and that can be repeated. */
  async #overwrite({ key, content }: RecordWrite, now: number): Promise<Outcome<WriteOutcome>> {
    let row: NewRow;
    try {
      row = this.toNewRow(key, content);
    } catch (error) {
      return error as Error;
    }
    const values = [...rowValues([row]), now];
    return this.#session.write(async (run) => {
      try {
        await run(this.texts.of("upsert", 1), values);
        return { written: true, revision: row.revision };
      } catch (error) {
        if (isRefusedValue(error)) return this.#session.toError(error, key);
        throw error;
      }
    });
  }

  /**
   * Removes records. What became of a removal cannot be seen afterwards, so it has a transaction, whose outcome the server tells; only for
   * a lease it is not needed.
   */
  async remove(removals: readonly RecordRemoval[], now: number): Promise<readonly Outcome<boolean>[]> {
    const { texts } = this;
    return withDistinctKeys(removals, (distinct) =>
      takesLeases(this.#space)
        ? this.#session.write((run) => removeBatch(run, texts, distinct, now))
        : this.#session.transaction(async (run) => ({
            statements: [],
            outcome: await removeBatch(run, texts, distinct, now),
          })),
    );
  }

  /** Changes records in a transaction that locks them meanwhile. */
  change(changes: readonly RecordChange[], now: number): Promise<readonly Outcome<ChangeOutcome>[]> {
    const { texts } = this;
    return this.#session.transaction(async (run) => {
      const lock = (keys: readonly string[]) => findRecords(run, texts, keys, "lock");
      const { outcomes, replacing, creating } = await applyBatch(changes, lock, this.toNewRow, now);
      const statements = [
        ...rowStatements(texts, "upsert", replacing, now),
        ...rowStatements(texts, "create", creating),
      ];
      return { statements, outcome: outcomes };
    });
  }

  /** Converts a record to a row of this space, with a new revision. */
  readonly toNewRow = (key: string, content: RecordContent): NewRow =>
    toNewRow(key, content, this.#session.revise(), this.#space === "calls");
}
