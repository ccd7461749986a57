import type { RegisterCall, RegisterOutcome } from "./operation.ts";

/** Value of a key: a number, or null for none. */
export type RegisterState = number | null;

/** Effect of a call on one key that no other call uses at the same time. */
export interface Applied {
  readonly outcome: RegisterOutcome;
  readonly state: RegisterState;
}

/** Returns what a call does to the value of a key. */
export function applyCall(state: RegisterState, call: RegisterCall): Applied {
  const isThere = state !== null;
  switch (call.name) {
    case "get":
      return { outcome: state, state };
    case "delete":
      return { outcome: isThere, state: null };
    case "update":
      return { outcome: state, state: call.value };
    case "overwrite":
      return { outcome: true, state: call.value };
    case "skip_if_exists":
      return isThere ? { outcome: false, state } : { outcome: true, state: call.value };
    case "raise_if_exists":
      return isThere ? { outcome: "refused", state } : { outcome: true, state: call.value };
  }
}
