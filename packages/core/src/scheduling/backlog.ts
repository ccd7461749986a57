import { type Space, takesLeases } from "../records/space.ts";
import type { StorageSupports } from "../records/storage-backend.ts";
import { type KeyedItem, someKey } from "./accessed-keys.ts";
import { AtomicWrites, type WriteGroup } from "./atomic-writes.ts";
import { Batch, isReading, type Kind } from "./batch.ts";
import { ExclusiveTask } from "./exclusive-task.ts";

/** Operations that the queue carries out as one step. */
export type Step = Batch | ExclusiveTask | AtomicWrites;

/** Limits of operations per batch. */
export type BatchSizes = Pick<StorageSupports, "batchSize" | "readsTogether">;

/** Default number of reads per batch. */
const DEFAULT_READS_PER_BATCH = 64;
/** Number of steps that are looked at to find the one that an operation joins. */
const LOOKBACK = 16;

/**
 * Steps that have not begun, in the order in which they are carried out.
 *
 * An operation joins the last batch of its kind and space, unless a later step accesses its key: operations on one key keep their order,
 * those on different keys may overtake each other. No operation overtakes an exclusive task.
 */
export class Backlog {
  /** First step first. */
  readonly steps: Step[] = [];
  readonly #changes: number;
  readonly #reads: number;

  constructor({ batchSize, readsTogether = Math.min(batchSize, DEFAULT_READS_PER_BATCH) }: BatchSizes) {
    this.#changes = batchSize;
    this.#reads = readsTogether;
  }

  /** Tells whether one of the next batches, up to a step that is no batch, changes records. */
  get hasChange(): boolean {
    for (const step of this.steps.slice(0, LOOKBACK)) {
      if (!(step instanceof Batch)) return false;
      if (!isReading(step.kind)) return true;
    }
    return false;
  }

  /** Returns the batch that an operation joins; `undefined` if it needs a new one. */
  batchFor(kind: Kind, space: Space, item: KeyedItem): Batch | undefined {
    const last = this.steps.at(-1);
    if (last === undefined) return undefined;
    const size = isReading(kind) ? this.#reads : this.#changes;
    if (last instanceof Batch && last.kind === kind && last.space === space) {
      return last.items.length < size ? last : undefined;
    }
    if (mustNotOvertake(space)) return undefined;
    for (let i = this.steps.length - 1; i >= 0 && i >= this.steps.length - LOOKBACK; i--) {
      const step = this.steps[i] as Step;
      if (step instanceof ExclusiveTask) return undefined;
      if (step instanceof Batch && step.kind === kind && step.space === space) {
        return step.items.length < size ? step : undefined;
      }
      if (isBefore(step, kind, space, item)) return undefined;
    }
    return undefined;
  }

  /** Returns the atomic writes that a group joins; `undefined` if it needs new ones. */
  atomicWritesFor({ space, writes }: WriteGroup): AtomicWrites | undefined {
    for (let i = this.steps.length - 1; i >= 0 && i >= this.steps.length - LOOKBACK; i--) {
      const step = this.steps[i] as Step;
      if (step instanceof ExclusiveTask) return undefined;
      if (step instanceof AtomicWrites) return step.isOpen ? step : undefined;
      if (writes.some((write) => isBefore(step, "write", space, write))) return undefined;
    }
    return undefined;
  }
}

/**
 * Tells whether the operations of a space take effect after all earlier ones, whatever their keys: a lease is released after the write
 * that it protects, and the journal is read after the write that it guards.
 */
export function mustNotOvertake(space: Space): boolean {
  return takesLeases(space) || space === "journal";
}

/** Tells whether a step must be carried out before an operation, since they access the same key. */
function isBefore(step: Exclude<Step, ExclusiveTask>, kind: Kind, space: Space, item: KeyedItem): boolean {
  if (step instanceof Batch && isReading(step.kind) && isReading(kind)) return false;
  return someKey(space, item, (itemSpace, key) => step.accesses(itemSpace, key));
}
