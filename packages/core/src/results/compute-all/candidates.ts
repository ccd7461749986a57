import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { readEach } from "../lookup/read-range.ts";
import type { ComputeTally } from "./compute-tally.ts";
import type { ComputePlan, PlannedItem } from "./parse-plan.ts";
import { SharedList } from "./shared-list.ts";

/** Item that has no current result, or none that could be read. */
export interface Candidate<Item> {
  readonly planned: PlannedItem<Item>;
  /** Nothing was stored under its id. */
  readonly isMissing: boolean;
  /** Items that were looked at together. */
  readonly stretch: readonly PlannedItem<Item>[];
}

/** Looks for the results of a list; finds the items that are to be computed. */
export class Candidates<Item> {
  readonly #access: StorageAccess;
  readonly #plan: ComputePlan<Item>;
  readonly #tally: ComputeTally<Item>;
  /** Items among which another process was met. */
  #met: readonly PlannedItem<Item>[] | undefined;

  constructor(access: StorageAccess, plan: ComputePlan<Item>, tally: ComputeTally<Item>) {
    this.#access = access;
    this.#plan = plan;
    this.#tally = tally;
  }

  /** Notes that another process computes a candidate, or has done so: the next ones are looked for elsewhere. */
  meetAt({ stretch }: Candidate<Item>): void {
    this.#met = stretch;
  }

  /** Yields the items without a current result; the others are counted. */
  async *of(
    items: readonly PlannedItem<Item>[],
    signal: AbortSignal,
  ): AsyncGenerator<Candidate<Item>, void, undefined> {
    const list = new SharedList(items);
    for (let stretch = list.take(); stretch; stretch = list.take()) {
      const found = await readEach(
        this.#access,
        "results",
        stretch.map(({ id }) => id),
      );
      let at = 0;
      for (; at < stretch.length && this.#met !== stretch; at++) {
        signal.throwIfAborted();
        const [planned, record] = [stretch[at] as PlannedItem<Item>, found[at]];
        if (this.#isCurrent(record)) await this.#tally.add({ status: "found", ...planned });
        else yield { planned, isMissing: record === undefined, stretch };
        if (shouldYield()) await yieldToEventLoop();
      }
      if (this.#met === stretch) list.leave(stretch.slice(at));
    }
  }

  /** A record that must be upgraded, or cannot be read, is left to an attempt, which says so. */
  #isCurrent(record: Awaited<ReturnType<typeof readEach>>[number]): boolean {
    const { name, version } = this.#plan.model;
    return (
      record !== undefined &&
      !(record instanceof Error) &&
      record.corrupt === undefined &&
      record.modelName === name &&
      record.version === version
    );
  }
}
