import { ComputeCycleError } from "../errors/cycle-errors.ts";
import { findPurpose } from "./user-work.ts";

/** A computation under way in this process, and those that it waits for, of whatever store or face. */
export class Computing {
  readonly key: string;
  readonly #name: string;
  /** With how often it waits for each. */
  readonly #awaited = new Map<Computing, number>();

  /** @param name what it is called in messages. */
  constructor(key: string, name: string) {
    this.key = key;
    this.#name = name;
  }

  /**
   * Notes that the computation that this flow of calls is a part of, if any, waits for another; what is returned ends that.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` where that one waits for this one, and both would wait for ever.
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

  /** By which computations this one waits for another; both ends included. */
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
