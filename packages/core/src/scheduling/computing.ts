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
  static ask(target: Computing): (() => void) | undefined {
    const waiting = findPurpose(({ computing }) => computing !== undefined)?.computing;
    if (!waiting) return undefined;
    const chain = target.#chainTo(waiting, new Set());
    if (chain)
      throw new ComputeCycleError(
        target.key,
        [...chain, target].map((each) => each.#name),
      );
    const awaited = waiting.#awaited;
    awaited.set(target, (awaited.get(target) ?? 0) + 1);
    return () => {
      const remaining = (awaited.get(target) as number) - 1;
      if (remaining === 0) awaited.delete(target);
      else awaited.set(target, remaining);
    };
  }

  /** Finds the chain of waits from this computation to another, including both ends. */
  #chainTo(end: Computing, seen: Set<Computing>): readonly Computing[] | undefined {
    if (end === this) return [this];
    seen.add(this);
    for (const next of this.#awaited.keys()) {
      const chain = seen.has(next) ? undefined : next.#chainTo(end, seen);
      if (chain) return [this, ...chain];
    }
    return undefined;
  }
}
