// Circular import: a purpose names the computation it carries out, which looks for the purposes around it.
import { AsyncLocalStorage } from "node:async_hooks";
import { UpdateCycleError } from "../errors/cycle-errors.ts";
import { leaveStack } from "../errors/with-caller-stack.ts";
import type { Computing } from "./computing.ts";

/** Purpose for which a function of the user runs. */
export interface Purpose {
  /** Storage of the call that runs it. */
  readonly storage: object;
  /** Id of the result that it updates. */
  readonly updated?: string | undefined;
  /** Computation that it carries out. */
  readonly computing?: Computing | undefined;
}

/** Running function of the user. Calls that it makes belong to the call that runs it. */
interface UserWork extends Purpose {
  readonly outer: UserWork | undefined;
  /** True once the function has ended: asynchronous work that it started and did not await is not part of it. */
  isOver: boolean;
}

const current = new AsyncLocalStorage<UserWork>();
/** Number of running functions. If it is 0, the async context need not be read. */
let runningCount = 0;

/** Runs a function of the user. Its errors are passed on unchanged. */
export function runUserWork<T>(purpose: Purpose, run: () => T): T {
  const work: UserWork = { ...purpose, outer: current.getStore(), isOver: false };
  const end = (): void => {
    work.isOver = true;
    runningCount--;
  };
  const fail = (error: unknown): void => {
    end();
    leaveStack(error);
  };
  runningCount++;
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
  // Some thenables start work whenever `then` is called: calling it once starts the work once.
  const promise = Promise.resolve(result);
  promise.then(end, fail);
  return promise as unknown as T;
}

/** Finds the innermost purpose of the current call chain that fulfils a test. */
export function findPurpose(test: (purpose: Purpose) => boolean): Purpose | undefined {
  if (runningCount === 0) return undefined;
  for (let work = current.getStore(); work; work = work.outer) if (!work.isOver && test(work)) return work;
  return undefined;
}

/** Tells whether the current call is made within the function of an update, of any result. */
export function isUpdating(): boolean {
  return findPurpose(({ updated }) => updated !== undefined) !== undefined;
}

/**
 * Refuses a write of a result within its own update.
 *
 * @throws {UpdateCycleError} `UPDATE_CYCLE`.
 */
export function refuseOwnUpdate(storage: object, keys: string | readonly string[]): void {
  if (runningCount === 0) return;
  const isOwn = ({ storage: other, updated }: Purpose): boolean =>
    other === storage && updated !== undefined && [keys].flat().includes(updated);
  const own = findPurpose(isOwn)?.updated;
  if (own !== undefined) throw new UpdateCycleError(own);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
}
