import type { PeekedCall } from "@results-manager/core/internal";
import type { JsonValue, TypeTags } from "@results-manager/core/storage";
import { PEEK_SQL } from "./driver/fixed-sql.ts";
import type { SqliteStatement } from "./driver/native.ts";
import type { Session } from "./session.ts";

/** Reads the data of calls synchronously, outside of transactions. */
export class CallPeek {
  readonly #session: Session;
  #statement: SqliteStatement | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Returns the data of an unexpired call; `null` if there is none, `undefined` if it cannot be read now. */
  peek(key: string, now: number): PeekedCall | null | undefined {
    if (!this.#session.isReady("calls")) return undefined;
    const { statements } = this.#session;
    try {
      this.#statement ??= statements.statement(PEEK_SQL).raw();
      const row = this.#statement.get(key, now) as readonly [unknown, string | null] | undefined;
      if (row === undefined) return null;
      const [data, types] = row;
      if (typeof data !== "string") return undefined;
      return { data: JSON.parse(data) as JsonValue, types: types ? (JSON.parse(types) as TypeTags) : undefined };
    } catch {
      return undefined; // Busy, or damaged: the regular read that follows waits, or reports the damage.
    }
  }
}
