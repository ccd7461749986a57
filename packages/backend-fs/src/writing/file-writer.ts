import type { Durability } from "@results-manager/core";
import {
  type ChangeOutcome,
  type Outcome,
  type RecordChange,
  type RecordRemoval,
  type RecordWrite,
  type Space,
  takesLeases,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { setAccessTimes } from "./access-times.ts";
import { changeRecords } from "./change-records.ts";
import { compactFolder } from "./compact-folder.ts";
import { removeFiles } from "./record-remover.ts";
import type { StoreContext } from "./store-context.ts";
import { WriteBatch } from "./write-batch.ts";
import { writeDurably } from "./write-durably.ts";
import { writeRecords } from "./write-records.ts";

/** Everything that changes a store of files. */
export interface RecordWriter {
  write(space: Space, writes: readonly RecordWrite[], now: number): Promise<Outcome<WriteOutcome>[]>;
  change(space: Space, changes: readonly RecordChange[], now: number): Promise<Outcome<ChangeOutcome>[]>;
  remove(space: Space, removals: readonly RecordRemoval[], now: number): Promise<Outcome<boolean>[]>;
  noteUses(space: Space, keys: readonly string[], now: number): Promise<void>;
  /** Removes temp files of dead processes; returns the number of bytes. */
  compact(): Promise<number>;
}

/** Changes the files of a store. */
export class FileWriter implements RecordWriter {
  readonly #context: StoreContext;
  readonly #durability: Durability;
  readonly #durable = new Map<Space, boolean>();

  constructor(context: StoreContext, durability: Durability) {
    this.#context = context;
    this.#durability = durability;
  }

  write(space: Space, writes: readonly RecordWrite[], now: number): Promise<Outcome<WriteOutcome>[]> {
    const batch = new WriteBatch(this.#context, space, now);
    return this.#isDurable(space) ? writeDurably(batch, writes) : writeRecords(batch, writes);
  }

  change(space: Space, changes: readonly RecordChange[], now: number): Promise<Outcome<ChangeOutcome>[]> {
    return changeRecords(new WriteBatch(this.#context, space, now), changes, this.#isDurable(space));
  }

  remove(space: Space, removals: readonly RecordRemoval[], now: number): Promise<Outcome<boolean>[]> {
    return removeFiles(this.#context, removals, { space, now, durable: this.#isDurable(space) });
  }

  noteUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    return setAccessTimes(this.#context.layout, space, keys, now);
  }

  compact(): Promise<number> {
    return compactFolder(this.#context);
  }

  /** Tells whether writes of a space are synced. Leases end with their processes, so they need not survive a power failure. */
  #isDurable(space: Space): boolean {
    const known = this.#durable.get(space);
    if (known !== undefined) return known;
    const isDurable = this.#durability === "full" && !takesLeases(space);
    this.#durable.set(space, isDurable);
    return isDurable;
  }
}
