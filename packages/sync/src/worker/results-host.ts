import type { StoredSchema } from "@results-manager/core";
import {
  computeRecord,
  migrateRecords,
  refuseOwnUpdate,
  runUserWork,
  SingleFlight,
  updateRecord,
} from "@results-manager/core/internal";
import type { FoundRecord, RecordContent, RecordWrite } from "@results-manager/core/storage";
import type { FailedWrite, ResultsProtocol, WireOutcome } from "../protocol/results-protocol.ts";
import { encodeThrown } from "../protocol/wire-error.ts";
import {
  decodeContent,
  decodeWrites,
  encodeContent,
  encodeRecords,
  type WireContent,
  type WireRecords,
  type WireWrites,
} from "../protocol/wire-record.ts";
import type { Caller } from "./caller.ts";
import { LookupHost } from "./lookup-host.ts";
import type { HostOf } from "./store-host.ts";

const SPACE = "results";
const FACE_METHODS = [
  "exists",
  "info",
  "listIds",
  "delete",
  "deleteMany",
  "clear",
  "prune",
  "compact",
  "stats",
  "schemas",
] as const;

/** Record that was written. */
type Written = Pick<RecordWrite, "key" | "content">;

/** Hosts a store of results. */
export class ResultsHost extends LookupHost implements HostOf<ResultsProtocol, (typeof FACE_METHODS)[number]> {
  protected override readonly faceMethods: readonly string[] = FACE_METHODS;
  #flights: SingleFlight<RecordContent> | undefined;

  async read(_: Caller, keys: readonly string[]): Promise<WireRecords> {
    const { access } = this.opened;
    const { storage } = access;
    const found = await access.operate(keys, "read", () => storage.read(SPACE, keys));
    return encodeRecords(found);
  }

  async write(_: Caller, encoded: WireWrites, schemas?: readonly StoredSchema[]): Promise<readonly WireOutcome[]> {
    const writes = decodeWrites(encoded);
    const outcomes = await this.#write(writes);
    this.#noteWrites(writes, outcomes, schemas);
    return outcomes;
  }

  async writeEach(
    _: Caller,
    encoded: WireWrites,
    schemas?: readonly StoredSchema[],
  ): Promise<readonly (WireOutcome | FailedWrite)[]> {
    const writes = decodeWrites(encoded);
    const outcomes = await Promise.all(
      writes.map(async (write) => {
        try {
          return (await this.#write([write]))[0] as WireOutcome;
        } catch (error) {
          return { failure: encodeThrown(error) };
        }
      }),
    );
    this.#noteWrites(writes, outcomes, schemas);
    return outcomes;
  }

  async #write(writes: readonly RecordWrite[]): Promise<readonly WireOutcome[]> {
    const { access } = this.opened;
    const { storage } = access;
    const keys = writes.map(({ key }) => key);
    refuseOwnUpdate(storage, keys);
    const outcomes = await access.operate(keys, "write", () => storage.write(SPACE, writes));
    return outcomes.map((outcome) => outcome.written || encodeRecords([outcome.found]));
  }

  async update(caller: Caller, key: string): Promise<void> {
    const { access } = this.opened;
    const { storage } = access;
    refuseOwnUpdate(storage, key);
    const change = async (found: FoundRecord): Promise<RecordContent> => {
      const call = () => caller("change", encodeRecords([found]));
      return decodeContent(await runUserWork({ storage, updated: key }, call));
    };
    const content = await access.operate([key], "update", () => updateRecord(storage, key, change));
    this.#note([{ key, content }]);
  }

  async getOrCompute(caller: Caller, key: string): Promise<WireContent | undefined> {
    const { access } = this.opened;
    const { storage } = access;
    this.#flights ??= new SingleFlight(storage);
    refuseOwnUpdate(storage, key);
    let computed: RecordContent | undefined;
    const content = await this.#flights.run(key, (flight) => {
      const compute = async (): Promise<RecordContent> => {
        computed = decodeContent(await flight.run(() => caller("compute")));
        return computed;
      };
      return computeRecord(access, key, compute, { flight });
    });
    if (content !== computed) return encodeContent(content);
    this.#note([{ key, content }]);
    return undefined;
  }

  async migrate(caller: Caller, prefix: string | undefined): Promise<number> {
    const { access } = this.opened;
    const { storage } = access;
    const written = new Map<string, Written>();
    const upgrade = async (key: string, found: RecordContent): Promise<RecordContent | undefined> => {
      const upgraded = await caller("upgrade", key, encodeContent(found));
      if (!upgraded) return undefined;
      const content = decodeContent(upgraded);
      written.set(JSON.stringify([content.modelName, content.namespace]), { key, content });
      return content;
    };
    const noteFailure = (error: unknown) => caller("noteFailure", encodeThrown(error));
    const migration = { upgrade, noteFailure };
    const migrated = await access.operate([], "write", () => migrateRecords(storage, prefix, migration));
    this.#note([...written.values()]);
    return migrated;
  }

  async describe(_: Caller, schemas: readonly StoredSchema[]): Promise<void> {
    this.opened.notes.noteOwn(schemas);
  }

  #noteWrites(
    writes: readonly Written[],
    outcomes: readonly (WireOutcome | FailedWrite)[],
    schemas: readonly StoredSchema[] | undefined,
  ): void {
    const { notes } = this.opened;
    const written = writes.filter(({ content }, i) => outcomes[i] === true && !notes.isNoted(content));
    if (written.length > 0) this.#note(written, schemas);
  }

  #note(written: readonly Written[], schemas?: readonly StoredSchema[]): void {
    const records = written.map(({ key: id, content: { modelName, namespace, version } }) => ({
      id,
      modelName,
      namespace,
      version,
    }));
    this.opened.notes.noteRecords(records, schemas);
  }
}
