import type { Awaitable } from "@results-manager/core/storage";
import type { NamedQuery } from "@results-manager/sql/queries";
import type { Connection } from "../driver/connection.ts";
import type { SqliteStatement } from "../driver/native.ts";
import { PageReader, type PageSize } from "./page-reader.ts";
import { type NamedStatement, StatementCache } from "./statement-cache.ts";
import { UnchangedAnswers } from "./unchanged-answers.ts";

const WITHOUT_ROWID = "select 1 from pragma_table_list('results') where schema = 'main' and wr = 1";

/** Parts of an open database that queries need. */
export interface LookupParts {
  readonly connection: Connection;
  /** The connection is not that of the other operations. */
  readonly isSeparate: boolean;
  /** Another program made the table of the results. */
  readonly isForeign: boolean;
  /** Provides the statement that reads the bytes of a row. */
  findBytes(): SqliteStatement;
  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T>;
}

/** Connection by which queries read, with their statements. */
export class LookupSession {
  readonly isSeparate: boolean;
  readonly isForeign: boolean;
  /** Names of indexes that are known to exist. */
  readonly indexes: Set<string> = new Set();
  readonly #parts: LookupParts;
  readonly #statements: StatementCache;
  readonly #sizes = new Map<string, PageSize>();
  readonly #answers: UnchangedAnswers | undefined;
  #hasRowids: boolean | undefined;

  constructor(parts: LookupParts) {
    const { connection, isSeparate, isForeign } = parts;
    this.isSeparate = isSeparate;
    this.isForeign = isForeign;
    this.#parts = parts;
    this.#statements = new StatementCache(connection);
    // The version tells of the changes of other connections only.
    const version = isSeparate ? connection.database.prepare("pragma data_version").pluck() : undefined;
    this.#answers = version && new UnchangedAnswers(() => version.get());
  }

  /** Rows are numbered: another program may have made the table otherwise. */
  get hasRowids(): boolean {
    this.#hasRowids ??= !this.isForeign || this.#parts.connection.database.prepare(WITHOUT_ROWID).get() === undefined;
    return this.#hasRowids;
  }

  /** Returns the statement of a shape; see {@link StatementCache.get}. */
  statement(shape: string, compile: () => NamedQuery): NamedStatement {
    return this.#statements.get(shape, compile);
  }

  /** Answers are kept until the database changes. */
  get keepsAnswers(): boolean {
    return this.#answers !== undefined;
  }

  /** Returns the answer to a question, which may be that of an earlier query if the database has not changed since. */
  answer<T>(question: string, ask: () => T): T {
    return this.#answers ? this.#answers.get(question, ask) : ask();
  }

  /** Makes a reader of the rows of one query. @param wanted Number of results that are wanted. @param isScattered as `PageReaderParts`. */
  reader(modelName: string, wanted: number, isScattered: boolean): PageReader {
    const { findBytes } = this.#parts;
    return new PageReader(
      { modelName, mayHoldInvalidIds: this.isForeign, isScattered, sizes: this.#sizes, findBytes },
      wanted,
    );
  }

  /** Runs work, and repeats it while other processes write. @throws an error of this library. */
  attempt<T>(work: () => T): Awaitable<T> {
    return this.#parts.attempt(() => {
      try {
        return work();
      } catch (error) {
        this.indexes.clear(); // One of them may have been dropped.
        throw error;
      }
    });
  }
}
