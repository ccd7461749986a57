import type { Clock, ModelRegistry, ResultRecord, StoredSchema } from "@results-manager/core";
import type { IdRange, RecordContext } from "@results-manager/core/internal";
import type { NamedModel } from "@results-manager/core/internal/blocking";
import type { FoundRecord, RecordContent, RecordWrite, Space, WriteOutcome } from "@results-manager/core/storage";
import type { ExportedPage, ResultsProtocol, WireOutcome } from "../protocol/results-protocol.ts";
import { decodeThrown, errorOf, type WireCause } from "../protocol/wire-error.ts";
import {
  decodeContent,
  decodeRecords,
  decodeResult,
  encodeContent,
  encodeWrites,
  type WireContent,
  type WireRecords,
} from "../protocol/wire-record.ts";
import type { Page } from "../protocol/worker-protocol.ts";
import { listPages } from "./list-pages.ts";
import type { OpenedBackend } from "./opened-backend.ts";
import { type ConnectionOptions, StoreConnection } from "./store-connection.ts";
import { WrittenModels } from "./written-models.ts";

/** Options of a store in the worker. */
export interface WorkerStoreOptions extends ConnectionOptions {
  readonly registry: ModelRegistry;
}

/** Page of an export, with the records that could not be read. */
export interface ExportPage {
  readonly records: readonly ResultRecord[];
  readonly failed: readonly (readonly [id: string, error: Error])[];
}

/** Schemas that come with imported records, if any do: an argument that is absent is not sent. */
type CopiedWith = [schemas?: readonly StoredSchema[]];

/** Functions of a migration in this thread. */
export interface SyncMigration {
  readonly upgrade: (key: string, found: RecordContent) => RecordContent | undefined;
  readonly noteFailure: (error: unknown) => void;
}

/** Records of results that are open in the worker. Its methods return values, not promises. */
export class WorkerStore extends StoreConnection<ResultsProtocol> implements RecordContext, OpenedBackend {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  /** Models that have written, and are described before descriptions are read and when the store is closed. */
  readonly written: WrittenModels = new WrittenModels();

  /** Opens the store. @throws errors of the backend, or {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`. */
  constructor(options: WorkerStoreOptions) {
    super(options);
    this.registry = options.registry;
    this.clock = options.clock;
  }

  read(keys: readonly string[]): readonly FoundRecord[] {
    return decodeFound(this.ask("read", keys));
  }

  /** Writes records. @param schemas Schemas that come with imported records. */
  write(writes: readonly RecordWrite[], ...schemas: CopiedWith): readonly WriteOutcome[] {
    return this.ask("write", encodeWrites(writes), ...schemas).map(decodeOutcome);
  }

  /** Writes records independently of each other; the outcome of a failed write is its error. */
  writeEach(writes: readonly RecordWrite[], ...schemas: CopiedWith): readonly (WriteOutcome | Error)[] {
    return this.ask("writeEach", encodeWrites(writes), ...schemas).map((outcome) => {
      if (outcome === true || !("failure" in outcome)) return decodeOutcome(outcome);
      return errorOf(decodeThrown(outcome.failure));
    });
  }

  /** Changes a record atomically. `change` is called again if another writer was faster. */
  update(key: string, change: (found: FoundRecord) => RecordContent): void {
    const functions = { change: (found: WireRecords) => encodeContent(change(decodeFound(found)[0])) };
    this.askWith({ functions, thrown: [] }, "update", [key]);
  }

  /** Returns the stored record of a key, or stores the one that `compute` returns: once for all processes. */
  getOrCompute(key: string, compute: () => RecordContent): RecordContent {
    let computed: RecordContent | undefined;
    const computeOnce = (): RecordContent => {
      computed ??= compute();
      return computed;
    };
    const functions = { compute: () => encodeContent(computeOnce()) };
    const stored = this.askWith({ functions, thrown: [] }, "getOrCompute", [key], ["leases", key]);
    return stored ? decodeContent(stored) : (computed as RecordContent);
  }

  /** Upgrades the records of a prefix; returns their number. */
  migrate(prefix: string | undefined, { upgrade, noteFailure }: SyncMigration): number {
    const thrown: unknown[] = [];
    const functions = {
      upgrade: (key: string, found: WireContent) => {
        const upgraded = upgrade(key, decodeContent(found));
        return upgraded && encodeContent(upgraded);
      },
      noteFailure: (error: WireCause) => noteFailure(decodeThrown(error, thrown)),
    };
    return this.askWith({ functions, thrown }, "migrate", [prefix]);
  }

  /** Yields the keys of a range in pages. */
  *scan(range: IdRange = {}): Generator<readonly string[], void, undefined> {
    let { after, limit } = range;
    yield* listPages(
      this,
      (listing): Page => this.ask("nextPage", listing, { ...range, after, limit }),
      ({ keys }) => {
        after = keys.at(-1) ?? after;
        limit = limit === undefined ? undefined : limit - keys.length;
        return keys.length > 0 ? keys : undefined;
      },
    );
  }

  /** Yields the records of a range in pages. */
  *exportPages(range: IdRange): Generator<ExportPage, void, undefined> {
    let { after, limit } = range;
    yield* listPages(
      this,
      (listing): ExportedPage => this.ask("nextExport", listing, { ...range, after, limit }),
      ({ records, failed }) => {
        after = records.at(-1)?.[0] ?? after;
        limit = limit === undefined ? undefined : limit - records.length - failed.length;
        if (records.length === 0 && failed.length === 0) return undefined;
        return {
          records: records.map(decodeResult),
          failed: failed.map(([id, error]) => [id, errorOf(decodeThrown(error))] as const),
        };
      },
    );
  }

  /** Lists the models that the store describes; `intactSchemas` omits descriptions that cannot be read. */
  schemas(of: "schemas" | "intactSchemas" = "schemas"): StoredSchema[] {
    this.#describe();
    return this.ask(of);
  }

  /** Lists the descriptions of a name in the store. */
  schemasOfName(named: NamedModel): readonly StoredSchema[] {
    this.#describe();
    return this.ask("schemasOfName", named);
  }

  protected override endWork(): void {
    if (!this.opened.isVolatile) this.#describe(); // Otherwise, the descriptions would end with the results.
  }

  #describe(): void {
    if (this.opened.retains) this.written.tell((schemas) => this.ask("describe", schemas));
  }

  locate(space: Space, key: string): string {
    return this.ask("locate", space, key);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Outcome of a successful write. Its revision stays in the worker, since no caller needs it. */
const WRITTEN: WriteOutcome = Object.freeze({ written: true, revision: 0 });

function decodeOutcome(outcome: WireOutcome): WriteOutcome {
  return outcome === true ? WRITTEN : { written: false, found: decodeFound(outcome)[0] };
}

/** Decodes records that were read together: if one cannot be read, the request fails. */
function decodeFound(fields: WireRecords): readonly FoundRecord[] {
  return decodeRecords(fields) as FoundRecord[];
}
