import type { RecordIndex } from "@results-manager/core/internal";
import {
  type ChangeOutcome,
  type ChangeRecord,
  type FoundRecord,
  type IndexedModel,
  type Lookup,
  type LookupPlan,
  type Outcome,
  type RecordChange,
  type RecordContent,
  type RecordRemoval,
  type RecordUsage,
  type RecordWrite,
  type RemovalRange,
  type ScanRange,
  type SessionWitness,
  type Space,
  StorageBase,
  type StorageOptions,
  type StorageSupports,
  takesLeases,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { PostgresRecordIndex } from "./calls/postgres-record-index.ts";
import type { PgPool } from "./driver/native.ts";
import { type PostgresOptions, parsePostgresOptions, type ResolvedPostgresOptions } from "./driver/postgres-options.ts";
import { Presence } from "./driver/presence.ts";
import { ServerClock } from "./driver/server-clock.ts";
import { Session } from "./driver/session.ts";
import { TableSetup } from "./driver/table-setup.ts";
import { makeIndexes } from "./lookup/make-indexes.ts";
import type { LookupParts } from "./lookup/page-reader.ts";
import { planLookup } from "./lookup/plan-lookup.ts";
import { HeldChanges } from "./records/held-changes.ts";
import { leaseToken } from "./records/record-texts.ts";
import { removeRange } from "./records/remove-range.ts";
import { scanKeys } from "./records/scan-keys.ts";
import { Spaces } from "./records/spaces.ts";
import { type AtomicGroup, writeGroups } from "./records/write-groups.ts";
import { tableIn } from "./tables/names.ts";

/** Outcome of each item of a batch. */
type Outcomes<T> = Promise<readonly Outcome<T>[]>;

/** Stores records in the tables of a PostgreSQL database. Any number of processes and machines may use them at once. */
export class PostgresStorage extends StorageBase {
  readonly supports: StorageSupports = {
    retains: true,
    persistent: true,
    crossProcess: true,
    atomicWrites: true,
    batchSize: 1000,
    readsTogether: 1000,
    concurrency: 4,
  };
  readonly #options: ResolvedPostgresOptions;
  readonly #session: Session;
  readonly #spaces: Spaces;
  readonly #held: HeldChanges;
  readonly #parts: LookupParts;
  /** Undefined where connections are not of this store alone: those of a pool, and those that a pooler shares. */
  readonly #presence: Presence | undefined;
  #recordIndex: RecordIndex | undefined;

  /**
   * Opens the database at a URL, or that of a pool of `pg`, which stays open. The first operation connects, and makes the tables.
   *
   * @throws {TypeError} for invalid options; {@link RangeError} for a value out of range.
   */
  constructor(place: string | URL | PgPool, options: PostgresOptions & StorageOptions = {}) {
    const source = place instanceof URL ? place.href : place;
    const parsed = parsePostgresOptions(source, options);
    const clock = new ServerClock();
    super({ ...options, clock: options.clock ?? clock });
    this.#options = parsed;
    this.#session = new Session(source, this.#options);
    const { settings } = this.#session.connections;
    if (settings && parsed.prepare) this.#presence = new Presence(settings, this.#session, parsed.schema);
    const setup = new TableSetup(this.#session, this.#options, options.clock ? undefined : clock);
    this.#spaces = new Spaces(this.#session, this.#options, setup);
    this.#held = new HeldChanges(this.#session, parsed.schema);
    this.#parts = { session: this.#session, spaces: this.#spaces, schema: parsed.schema, validIndexes: new Set() };
  }

  /** Connects, and makes the tables of a space, unless they exist. */
  async ready(space: Space): Promise<void> {
    await this.#spaces.ready(space);
  }

  protected override hasSpace(space: Space): Promise<boolean> {
    return this.#spaces.exists(space);
  }

  protected override readRecords(space: Space, keys: readonly string[]): Outcomes<FoundRecord> {
    return this.#spaces.onceReady(space, (records) => records.find(keys));
  }

  protected override hasRecords(space: Space, keys: readonly string[], now: number): Outcomes<boolean> {
    return this.#spaces.onceReady(space, (records) => records.has(keys, now));
  }

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number): Outcomes<WriteOutcome> {
    const write = () => this.#spaces.onceReady(space, (records) => records.write(writes, now));
    const presence = takesLeases(space) ? this.#presence : undefined;
    // Others can see that the holder of a lease is alive before they see the lease.
    if (presence?.isOpened !== false) return write();
    return this.#spaces.onceReady(space, () => presence.open()).then(write);
  }

  protected override removeRecords(space: Space, removals: readonly RecordRemoval[], now: number): Outcomes<boolean> {
    return this.#spaces.onceReady(space, (records) => records.remove(removals, now));
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Outcomes<ChangeOutcome> {
    return this.#spaces.onceReady(space, (records) => records.change(changes, now));
  }

  protected override async writeAtomically(groups: readonly AtomicGroup[], now: number): Promise<void> {
    for (const { space } of groups) await this.#spaces.ready(space);
    await writeGroups(this.#session, (space) => this.#spaces.recordsOf(space), groups, now);
  }

  protected override async noteUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    if (space !== "cache") return;
    await this.#spaces.ready(space);
    await this.#spaces.cacheUses.note(keys, now);
  }

  protected override async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    await this.#spaces.ready(space);
    yield* space === "cache" ? this.#spaces.cacheUses.list() : super.listUses(space);
  }

  protected override scanKeys(space: Space, range: ScanRange, now: number): AsyncIterable<readonly string[]> {
    return scanKeys(this.#spaces, space, range, now);
  }

  protected override async *removeRange(
    space: Space,
    range: RemovalRange,
    now: number,
  ): AsyncGenerator<number, void, undefined> {
    await this.#spaces.ready(space);
    yield* removeRange(this.#session, this.#spaces.recordsOf(space), range, now);
  }

  protected override planLookup(lookup: Lookup, now: number): Promise<LookupPlan> {
    return this.#spaces.onceReady("results", () => planLookup(this.#parts, lookup, now));
  }

  protected override makeIndexes(model: IndexedModel): Promise<void> {
    return this.#spaces.onceReady("results", () => makeIndexes(this.#parts, model));
  }

  override async attemptChange(space: Space, key: string, change: ChangeRecord): Promise<RecordContent | undefined> {
    await this.reached();
    await this.#spaces.ready(space);
    const records = this.#spaces.recordsOf(space);
    if (!this.#held.areFree) return super.attemptChange(space, key, change);
    const late = this.writeIfUnchanged.bind(this, space, key);
    return this.#held.attempt({ records, space, key, late, clock: this.clock }, change);
  }

  override get recordIndex(): RecordIndex {
    this.#recordIndex ??= new PostgresRecordIndex({ ...this.#parts, alone: (task) => this.runAlone(task) });
    return this.#recordIndex;
  }

  override get sessions(): SessionWitness | undefined {
    return this.#presence;
  }

  /** Waits until a lease is given back. While that is notified, it waits longer than `ms`, since it need not look so often. */
  override async waitForChange(space: Space, key: string, ms: number): Promise<unknown> {
    if (!this.#presence || !takesLeases(space)) return super.waitForChange(space, key, ms);
    return this.#presence.wait(leaseToken(space, key), ms);
  }

  protected override async closeStorage(): Promise<void> {
    await this.#presence?.close();
    await this.#session.connections.close();
  }

  override get place(): string {
    return `${this.#session.connections.location}, schema ${this.#options.schema}`;
  }

  override locate(space: Space, key: string): string {
    return `${this.#session.connections.location}, table ${tableIn(this.#options.schema, space)}, id '${key}'`;
  }
}
