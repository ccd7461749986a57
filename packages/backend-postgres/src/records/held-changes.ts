import { hash } from "node:crypto";
import type { Clock } from "@results-manager/core";
import { isUpdating, realTime } from "@results-manager/core/internal";
import {
  type ChangeRecord,
  type FoundRecord,
  isExpired,
  type RecordContent,
  type Space,
  unlessExpired,
} from "@results-manager/core/storage";
import type { Runner } from "../driver/runner.ts";
import type { Session } from "../driver/session.ts";
import type { LastStatements } from "../driver/transaction.ts";
import { findRecords } from "./find-records.ts";
import { encodeText } from "./nul-free.ts";
import type { PostgresRecords } from "./postgres-records.ts";
import { rowValues } from "./row-values.ts";

/** Time for which others wait for the function of a change. */
const HELD_MS = 100;

/** Outcome of a function: an error is one, so that it is not taken for an error of the connection. */
type Computed = { readonly content: RecordContent } | { readonly error: unknown };

/** Record that is changed. */
export interface HeldRecord {
  readonly records: PostgresRecords;
  readonly space: Space;
  readonly key: string;
  readonly clock: Clock;
  /** Writes the content of a function that took longer than others wait, if the record is still the one that was found. */
  late(found: FoundRecord, content: RecordContent): Promise<RecordContent | undefined>;
}

/** A function that took longer than others wait, and the record that it was given. */
interface LateChange {
  readonly found: FoundRecord;
  readonly computing: Promise<Computed>;
}

/**
 * Changes of single records whose functions may take long. Each takes a lock of the server for its key, so that the changes of all processes
 * wait for each other.
 *
 * The lock is not one of the row: for that, every batch with the key would wait for the function, and also a write that the function itself
 * awaits. Other writers may be faster; a change is written only if they were not.
 */
export class HeldChanges {
  readonly #session: Session;
  readonly #schema: string;
  /** Number of further locks that may be held: each takes a connection, and functions need some, too. */
  #free: number;

  constructor(session: Session, schema: string) {
    this.#session = session;
    this.#schema = schema;
    this.#free = session.connections.most >> 1;
  }

  /** True if another change may take a lock. One within another must not: two could wait in a circle. */
  get areFree(): boolean {
    return this.#free > 0 && !isUpdating();
  }

  /** Changes a record once. Returns the written content, or `undefined` if another writer was faster. */
  async attempt(
    { records, space, key, clock, late: writeLate }: HeldRecord,
    change: ChangeRecord,
  ): Promise<RecordContent | undefined> {
    let isAgain = false;
    let late: LateChange | undefined;
    const work = async (run: Runner): Promise<LastStatements<Computed | undefined>> => {
      if (isAgain) return { statements: [], outcome: undefined };
      const [found] = await findRecords(run, records.texts, [key]);
      isAgain = true;
      const now = clock.now();
      const living = unlessExpired(found, now);
      const computing = compute(change, living);
      const computed = await within(computing, HELD_MS);
      if (!computed) late = { found: living, computing };
      const statements =
        computed && "content" in computed ? [statementOf(records, key, found, computed.content, now)] : [];
      return { statements, outcome: computed };
    };
    this.#free--;
    let computed: Computed | undefined;
    try {
      computed = await this.#session.transaction(work, lockOf(this.#schema, space, key));
    } finally {
      this.#free++;
    }
    return late ? writeLate(late.found, contentOf(await late.computing)) : computed && contentOf(computed);
  }
}

/** The number of the lock of a key; two keys with the same one wait for each other. */
export function lockOf(schema: string, space: Space, key: string): bigint {
  return hash("sha256", `${schema}\n${space}\n${key}`, "buffer").readBigInt64BE();
}

async function compute(change: ChangeRecord, found: FoundRecord): Promise<Computed> {
  try {
    return { content: await change(found) };
  } catch (error) {
    return { error };
  }
}

function contentOf(computed: Computed): RecordContent {
  if ("error" in computed) throw computed.error;
  return computed.content;
}

/** Returns the outcome of a promise that never rejects, or `undefined` if it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const start = realTime.elapsed();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = realTime.setTimeout(resolve, ms, undefined);
  });
  const first = await Promise.race([promise, over]);
  realTime.clearTimeout(timer);
  return realTime.elapsed() - start > ms ? undefined : first; // A function may also block the event loop.
}

/** Statement that fails if the record has changed since it was found. */
function statementOf(
  { texts, toNewRow }: PostgresRecords,
  key: string,
  found: FoundRecord,
  content: RecordContent,
  now: number,
): readonly [text: string, values: readonly unknown[]] {
  const row = rowValues([toNewRow(key, content)]);
  if (!found) return [texts.of("create", 1), row];
  const expired = found.corrupt === undefined && isExpired(found.expiresAt, now);
  return [texts.of("replaceOrFail", 1), [...row, now, encodeText(found.revision as string), expired]];
}
