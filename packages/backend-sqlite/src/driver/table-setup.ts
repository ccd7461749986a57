import type { Awaitable, Space } from "@results-manager/core/storage";
import { PART_OF, type Part } from "@results-manager/sql";
import { dropDeadLog } from "./change-log.ts";
import type { Connection } from "./connection.ts";
import { checkLayout, isForeignTable, isUpToDate } from "./layout.ts";
import { configure, makeTables } from "./set-up.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";

/** Parts of a session that the setup of tables needs. */
export interface TableSetupParts {
  readonly statements: Connection;
  readonly path: string;
  readonly options: ResolvedSqliteOptions;
  /** Retries work while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T>;
  /** Ends a read transaction, because tables are made next. */
  endReading(): void;
  /** Called when tables begin to be made, or some may be gone: then {@link TableSetup.isReady} must be asked again. */
  onDoubt(): void;
}

/** Makes the tables of a part when it is first used, and configures the connection before. */
export class TableSetup {
  readonly #parts: TableSetupParts;
  /** Parts whose tables exist. */
  readonly #ready = new Set<Part>();
  #running: { readonly part: Part; readonly done: Promise<void> } | undefined;
  #isConfigured = false;
  #isForeign = false;

  constructor(parts: TableSetupParts) {
    this.#parts = parts;
  }

  /** Tells whether the table of a space exists. */
  isReady(space: Space): boolean {
    return this.#running === undefined && this.#ready.has(PART_OF[space]);
  }

  /** Tells whether another program made the table of results. The table must exist. */
  get isForeign(): boolean {
    return this.#isForeign;
  }

  /** Forgets which tables exist, because a transaction that made some was rolled back. */
  forget(): void {
    this.#ready.clear();
    this.#parts.onDoubt();
  }

  /** Makes the table of a space, unless it exists. */
  async makeReady(space: Space): Promise<void> {
    const part = PART_OF[space];
    while (this.#running && this.#running.part !== part) await this.#running.done.catch(() => {});
    this.#running ??= {
      part,
      done: this.#make(part).finally(() => {
        this.#running = undefined;
      }),
    };
    await this.#running.done;
  }

  /** Waits until no tables are being made. The operation that needs them reports an error. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running.done.catch(() => {});
  }

  /** Configures the connection, unless that has been done; refuses a database of a later release before. */
  configure(): void {
    const { statements, path, options } = this.#parts;
    if (this.#isConfigured) return;
    checkLayout(statements, path);
    configure(statements, options);
    this.#isConfigured = true;
  }

  async #make(part: Part): Promise<void> {
    const { statements, path, options, attempt, endReading, onDoubt } = this.#parts;
    onDoubt();
    await attempt(async () => {
      isUpToDate(statements, path, part); // Refuses an unsuitable database before altering it.
      this.configure();
      endReading();
      await makeTables(statements, path, options, part);
      if (part === "results" && !options.readOnly) dropDeadLog(statements);
    });
    if (part === "results") this.#isForeign = isForeignTable(statements);
    this.#ready.add(part);
  }
}
