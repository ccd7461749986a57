import type { Awaitable, FoundRecord } from "@results-manager/core/storage";
import {
  fromRow,
  type IdRange,
  PAGE,
  type RecordStatements,
  type RemoveRangeStatement,
  type RemoveStatement,
  type WriteStatement,
  type WrittenCall,
  type WrittenRow,
} from "../src/index.ts";

/** Statements over a map, each carried out for all of its rows at once, as by a database that takes many rows in a statement. */
export class MapRecords implements RecordStatements {
  readonly rows = new Map<string, WrittenRow>();
  /** Statements that were run, with their keys. */
  readonly log: string[] = [];
  readonly indexed: WrittenCall[] = [];
  readonly #isAsync: boolean;

  constructor(isAsync: boolean) {
    this.#isAsync = isAsync;
  }

  find(keys: readonly string[]): Awaitable<readonly FoundRecord[]> {
    return this.#run("find", keys, (key) => {
      const [, ...row] = this.rows.get(key) ?? [undefined];
      return row.length === 0 ? undefined : fromRow(row as unknown as Parameters<typeof fromRow>[0]);
    });
  }

  has(keys: readonly string[], now: number): Awaitable<readonly boolean[]> {
    return this.#run("has", keys, (key) => this.#isLiving(key, now));
  }

  write(statement: WriteStatement, rows: readonly WrittenRow[], now: number): Awaitable<readonly (boolean | Error)[]> {
    const byKey = new Map(rows.map((row) => [row[0], row]));
    return this.#run(
      statement,
      rows.map(([key]) => key),
      (key) => {
        if (key === "broken") return new Error("broken");
        if (statement === "insert" && this.rows.has(key)) return false;
        if (statement === "replaceExpired" && this.#isLiving(key, now)) return false;
        this.rows.set(key, byKey.get(key) as WrittenRow);
        return true;
      },
    );
  }

  remove(statement: RemoveStatement, keys: readonly string[], now: number): Awaitable<readonly boolean[]> {
    return this.#run(statement, keys, (key) => {
      if (statement !== "remove" && this.#isLiving(key, now) !== (statement === "removeLiving")) return false;
      return this.rows.delete(key);
    });
  }

  async removeWithin(statement: RemoveRangeStatement, { start, before }: IdRange, now: number): Promise<number> {
    const isWithin = (key: string): boolean => key >= start && (before === undefined || key < before);
    const keys = [...this.rows.keys()].filter(
      (key) => isWithin(key) && this.#isLiving(key, now) === (statement === "removeLivingWithin"),
    );
    const page = keys.sort().slice(0, PAGE);
    for (const key of page) this.rows.delete(key);
    this.log.push(`${statement} ${page.length}`);
    return page.length;
  }

  index(calls: readonly WrittenCall[]): Awaitable<void> {
    this.indexed.push(...calls);
  }

  #run<T>(statement: string, keys: readonly string[], work: (key: string) => T): Awaitable<readonly T[]> {
    if (new Set(keys).size < keys.length) throw new Error(`'${statement}' cannot affect a row twice: ${keys}`);
    this.log.push(`${statement} ${keys}`);
    return this.#isAsync ? Promise.resolve().then(() => keys.map(work)) : keys.map(work);
  }

  #isLiving(key: string, now: number): boolean {
    const row = this.rows.get(key);
    return row !== undefined && (row[8] === null || row[8] > now);
  }
}
