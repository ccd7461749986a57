import type { Awaitable, RecordUsage } from "@results-manager/core/storage";
import { SqlUses } from "@results-manager/sql";
import { kyselyOver } from "./driver/set-up.ts";
import type { Session } from "./session.ts";

/** Uses of cache entries. Its statements are compiled when they are first needed. */
export class CacheUses {
  readonly #session: Session;
  #uses: SqlUses | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  note(keys: readonly string[], now: number): Awaitable<void> {
    return this.#compiled().note(keys, now);
  }

  list(): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    return this.#compiled().list();
  }

  #compiled(): SqlUses {
    this.#uses ??= new SqlUses(this.#session, kyselyOver(this.#session.statements));
    return this.#uses;
  }
}
