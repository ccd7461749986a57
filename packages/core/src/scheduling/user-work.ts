import { AsyncLocalStorage } from "node:async_hooks";
import { UpdateCycleError } from "../errors/cycle-errors.ts";
import { leaveStack } from "../errors/with-caller-stack.ts";
import type { Computing } from "./computing.ts";

/** What a function of the user's is run for. */
export interface Purpose {
  /** The storage of the call that runs it. */
  readonly storage: object;
  /** The id of the result that it changes. */
  readonly updated?: string | undefined;
  /** The computation that it carries out. */
  readonly computing?: Computing | undefined;
}

/** A function of the user's that is being run; what it asks for belongs to the call that runs it. */
interface UserWork extends Purpose {
  readonly outer: UserWork | undefined;
  /** What goes on after the function has ended is no part of it. */
  isOver: boolean;
}

const current = new AsyncLocalStorage<UserWork>();
/** While there is none, nothing need be looked for. */
let running = 0;

/** Runs a function of the user's. What it throws is told as it is. */
export function runUserWork<T>(purpose: Purpose, run: () => T): T {
  const work: UserWork = { ...purpose, outer: current.getStore(), isOver: false };
  const end = (): void => {
    work.isOver = true;
    running--;
  };
  const fail = (error: unknown): void => {
    end();
    leaveStack(error);
  };
  running++;
  let result: T;
  try {
    result = current.run(work, run);
  } catch (error) {
    fail(error);
    throw error;
  }
  if (!isThenable(result)) {
    end();
    return result;
  }
  // Some begin whenever they are asked: asked once, they begin once.
  const promise = Promise.resolve(result);
  promise.then(end, fail);
  return promise as unknown as T;
}

/** The purpose, of those that this flow of calls is a part of, that a test finds; the innermost. */
export function findPurpose(test: (purpose: Purpose) => boolean): Purpose | undefined {
  if (running === 0) return undefined;
  for (let work = current.getStore(); work; work = work.outer) if (!work.isOver && test(work)) return work;
  return undefined;
}

/**
 * Refuses what would write a result within its own update.
 *
 * @throws {UpdateCycleError} `UPDATE_CYCLE`.
 */
export function refuseOwnUpdate(storage: object, keys: string | readonly string[]): void {
  if (running === 0) return;
  const isOwn = ({ storage: other, updated }: Purpose): boolean =>
    other === storage && updated !== undefined && [keys].flat().includes(updated);
  const own = findPurpose(isOwn)?.updated;
  if (own !== undefined) throw new UpdateCycleError(own);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
}
