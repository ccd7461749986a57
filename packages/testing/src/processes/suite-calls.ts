import type { Call, CallStorage, StoredCall } from "@results-manager/core";

/** The result of a call of the suite: parts within parts, many of which others have, too. */
export function partsOf(n: number): unknown {
  const shared = Array.from({ length: 4 }, (_, i) => ({ i, list: [[i], { deep: [n % 3, i] }] }));
  return { n, shared, own: { list: [[n], [n, [n]]] }, bytes: new Float64Array(300).fill(n % 5) };
}

/** A call of the suite. */
export function callOf(n: number): Call {
  return { name: "parts", arguments: { n, options: { shared: [n % 4] } }, result: partsOf(n) };
}

/**
 * Loads everything that a call refers to.
 *
 * @throws where a value, or a part of one, is missing or damaged.
 */
export async function loadWhole(calls: CallStorage, call: StoredCall): Promise<unknown> {
  for (const { digest } of Object.values(call.arguments)) await calls.values.load(digest);
  return call.result && calls.values.load(call.result.digest);
}

/** The call that a process saves when it has collected garbage often enough. */
export const COLLECTED: Call = { name: "collected", arguments: {} };

/** Finds that call. */
export async function collectedCall(calls: CallStorage): Promise<StoredCall | undefined> {
  for await (const call of calls.query({ name: COLLECTED.name })) return call;
  return undefined;
}

/** The call that one process computes while it is stopped. */
export const HELD_CALL: Call = { name: "held", arguments: { n: 1 } };
