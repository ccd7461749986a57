import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, type IndexUse } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import { bytesArray } from "../driver/binary-arrays.ts";
import { decodeText, encodeText } from "../records/nul-free.ts";
import { storedKey } from "../records/stored-row.ts";
import { candidateRows } from "./candidate-rows.ts";
import { keySql } from "./index-columns.ts";
import { behindEntry, type EntryKey, type KeyStretch, keyStretches } from "./key-stretches.ts";
import { type LookupParts, type ReadPage, readPage } from "./page-reader.ts";
import { PageSize } from "./page-size.ts";
import { rowPages } from "./row-pages.ts";

type Sql = RawBuilder<unknown>;

/** Place of the key of an entry in a row. */
const KEY = 13;

/** Plan that goes through entries of an index, after the rows whose places in it are not known. */
export class IndexScan implements LookupPlan {
  readonly looksAt = "index";
  readonly index: LookupPlan["index"];
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered: boolean;
  readonly isSeparate = true;
  readonly #parts: LookupParts;
  readonly #lookup: Lookup;
  readonly #use: IndexUse;
  readonly #unplaced: readonly string[];
  readonly #now: number;

  /** @param unplaced Ids of the rows whose places are not known. */
  constructor(parts: LookupParts, lookup: Lookup, use: IndexUse, unplaced: readonly string[], now: number) {
    this.index = use.fields;
    this.narrowedBy = fieldsOf(lookup.narrowing);
    this.isOrdered = use.isOrdered;
    this.#parts = parts;
    this.#lookup = lookup;
    this.#use = use;
    this.#unplaced = unplaced;
    this.#now = now;
  }

  *pages(): Generator<Awaitable<CandidatePage>, void, undefined> {
    yield* rowPages(this.#parts, this.#unplaced, this.#now, true);
    const size = new PageSize(this.isOrdered ? this.#lookup.limit : Number.POSITIVE_INFINITY);
    const { isDescending } = this.#use.order;
    for (const stretch of keyStretches(this.#use, this.#lookup)) {
      for (let left: readonly KeyStretch[] = [stretch]; left[0]; ) {
        const [first, ...others] = left;
        yield this.#page(first, size.next).then(({ page, last }) => {
          size.note(page);
          left = last
            ? [...behind(first, last[KEY] as string, decodeText(storedKey(last)), isDescending), ...others]
            : others;
          return page;
        });
      }
    }
  }

  #page(stretch: KeyStretch, limit: number): Promise<ReadPage> {
    const { schema } = this.#parts;
    const { fields, rest, order } = this.#use;
    const key = keySql(schema, fields);
    const [way, idWay] = [order.isDescending, order.isIdDescending].map((is) => sql.raw(is ? "desc" : "asc"));
    const rows = {
      schema,
      lookup: this.#lookup,
      range: entriesIn(this.#lookup, key, stretch, order.isIdDescending),
      order: stretch.kind === "group" ? sql`id ${idWay}` : sql`${key} ${way}, id ${idWay}`,
      narrowing: rest,
      now: this.#now,
      limit,
      key,
    };
    return readPage(this.#parts, candidateRows(rows), limit);
  }
}

function behind(stretch: KeyStretch, key: string, id: string, isDescending: boolean): readonly KeyStretch[] {
  return stretch.kind === "group" ? [{ ...stretch, after: id }] : behindEntry(stretch, key, id, isDescending);
}

/** Condition of the entries of a part of an index, of the version of the query. */
export function entriesIn({ modelName, version }: Lookup, key: Sql, stretch: KeyStretch, isIdDescending: boolean): Sql {
  const parts = [sql`model_type = ${encodeText(modelName)}::text`, sql`version = ${version}::int8`];
  if (stretch.kind === "group") {
    parts.push(sql`${key} = ${parameterOf(stretch.key)}::bytea[]`);
    const sign = sql.raw(isIdDescending ? "<" : ">");
    if (stretch.after !== undefined) parts.push(sql`id ${sign} ${encodeText(stretch.after)}::text`);
  } else {
    const { low, high, isOpen } = stretch;
    parts.push(sql`${key} ${sql.raw(isOpen.low ? ">" : ">=")} ${parameterOf(low)}::bytea[]`);
    parts.push(sql`${key} ${sql.raw(isOpen.high ? "<" : "<=")} ${parameterOf(high)}::bytea[]`);
  }
  return sql.join(parts, sql` and `);
}

function parameterOf(key: EntryKey): Buffer | string {
  return typeof key === "string" ? key : bytesArray(key);
}
