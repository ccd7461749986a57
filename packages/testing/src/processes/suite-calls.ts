import type { Call, CallStorage, StoredCall } from "@results-manager/core";

/** Makes the result of a call of the suite: nested parts, many of which are shared with other results. */
export function partsOf(n: number): unknown {
  const shared = Array.from({ length: 4 }, (_, i) => ({ i, list: [[i], { deep: [n % 3, i] }] }));
  return { n, shared, own: { list: [[n], [n, [n]]] }, bytes: new Float64Array(300).fill(n % 5) };
}

/** Makes a call of the suite. */
export function callOf(n: number): Call {
  return { name: "parts", arguments: { n, options: { shared: [n % 4] } }, result: partsOf(n) };
}

/**
 * Loads all values that a call refers to.
 *
 * @throws if a value, or a part of one, is missing or damaged.
 */
export async function loadWhole(calls: CallStorage, call: StoredCall): Promise<unknown> {
  for (const { digest } of Object.values(call.arguments)) await calls.values.load(digest);
  return call.result && calls.values.load(call.result.digest);
}

/** Call that a process saves after its last garbage collection. */
export const COLLECTED: Call = { name: "collected", arguments: {} };

/** Finds the call {@link COLLECTED}, if it is stored. */
export async function collectedCall(calls: CallStorage): Promise<StoredCall | undefined> {
  for await (const call of calls.query({ name: COLLECTED.name })) return call;
  return undefined;
}

/** Call that a process is computing when it is stopped. */
export const HELD_CALL: Call = { name: "held", arguments: { n: 1 } };
