import { ComputeCycleError } from "../errors/cycle-errors.ts";
import { findPurpose } from "./user-work.ts";

/** Running computation of this process and the computations it waits for, across all stores and faces. */
export class Computing {
  readonly key: string;
  readonly #name: string;
  /** Number of waits for each computation. */
  readonly #awaited = new Map<Computing, number>();

  /** @param name Name of the computation in error messages. */
  constructor(key: string, name: string) {
    this.key = key;
    this.#name = name;
  }

  /**
   * Records that the computation of the current call chain, if there is one, waits for another. The returned function ends that wait.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` if the other computation already waits for this one: both would wait forever.
   */
  static ask(wanted: Computing): (() => void) | undefined {
    const asker = findPurpose(({ computing }) => computing !== undefined)?.computing;
    if (!asker) return undefined;
    const way = wanted.#wayTo(asker, new Set());
    if (way)
      throw new ComputeCycleError(
        wanted.key,
        [...way, wanted].map((each) => each.#name),
      );
    const awaited = asker.#awaited;
    awaited.set(wanted, (awaited.get(wanted) ?? 0) + 1);
    return () => {
      const left = (awaited.get(wanted) ?? 1) - 1;
      if (left === 0) awaited.delete(wanted);
      else awaited.set(wanted, left);
    };
  }

  /** Finds the chain of waits from this computation to another, including both ends. */
  #wayTo(end: Computing, seen: Set<Computing>): readonly Computing[] | undefined {
    if (end === this) return [this];
    seen.add(this);
    for (const next of this.#awaited.keys()) {
      const way = seen.has(next) ? undefined : next.#wayTo(end, seen);
      if (way) return [this, ...way];
    }
    return undefined;
  }
}
