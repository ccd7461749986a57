import { CallerError } from "../protocol/wire-error.ts";
import type { CallerFunctions } from "../protocol/worker-protocol.ts";
import type { Call } from "./conversation.ts";

/** Calls the functions of the calling thread that belong to a request. */
export type Caller = <K extends keyof CallerFunctions>(
  name: K,
  ...args: Parameters<CallerFunctions[K]>
) => Promise<ReturnType<CallerFunctions[K]>>;

/**
 * Makes the caller of a request. It rejects with a {@link CallerError} where the function throws.
 *
 * @param setTime takes the caller's time after the function has run.
 */
export function callerOf(call: Call, setTime: (now: number | undefined) => void): Caller {
  return async <K extends keyof CallerFunctions>(name: K, ...args: Parameters<CallerFunctions[K]>) => {
    const { value, thrown, now } = await call(name, args);
    setTime(now);
    if (thrown !== undefined) throw new CallerError(thrown);
    return value as ReturnType<CallerFunctions[K]>;
  };
}
