import { DigestNotFoundError } from "../../errors/digest-errors.ts";
import { computeOnce } from "../../leases/compute-once.ts";
import { runUserWork } from "../../scheduling/user-work.ts";
import type { CallMove } from "../../storage/record-index.ts";
import type { StorageBase } from "../../storage/storage-base.ts";
import { withKnownParts } from "../../values/known-references.ts";
import type { StoredValues } from "../../values/stored-values.ts";
import type { Call, StoredCall } from "../call.ts";
import { type CallData, callContent, digestsOfData, storedCall } from "../call-record.ts";
import { copyCall, encodeCall } from "../encode-call.ts";
import { findCalls, type MatchingCall } from "../find-calls.ts";
import { JOURNAL, keepParts, moveCalls, recoverMoves } from "./move-calls.ts";
import { recordDigest } from "./plan-moves.ts";

/** Key of the lease that a transforming process holds. */
const TRANSFORM = "transform";

/** Rewrites all calls, in one process at a time; implements `CallStorage.transform`. */
export function transformCalls(
  storage: StorageBase,
  values: StoredValues,
  change: (call: StoredCall) => Call | Promise<Call>,
): Promise<number> {
  return withTransformLease(storage, async () => {
    await recoverMoves(storage);
    const moves = await planMoves(storage, values, change);
    if (moves.length === 0) return 0;
    await values.garbage.guard((isAgain) => (isAgain ? keepParts(storage, moves) : carryOut(storage, moves)));
    return moves.length;
  });
}

/** Completes a transformation that a killed process had begun to carry out. */
export async function recoverTransform(storage: StorageBase): Promise<void> {
  if (storage.recordIndex || !storage.supports.persistent) return;
  if ((await storage.listKeys("journal", { prefix: JOURNAL })).length === 0) return;
  await withTransformLease(storage, () => recoverMoves(storage));
}

function withTransformLease<T>(storage: StorageBase, compute: () => Promise<T>): Promise<T> {
  const { signal } = new AbortController();
  return computeOnce(storage, TRANSFORM, { signal, find: async () => undefined, compute }, "call_leases");
}

async function planMoves(
  storage: StorageBase,
  values: StoredValues,
  change: (call: StoredCall) => Call | Promise<Call>,
): Promise<CallMove[]> {
  const moves: CallMove[] = [];
  const everyCall = { arguments: [], subjects: [], metadata: [] };
  for await (const page of findCalls(storage, everyCall)) {
    for (const found of page) {
      const call = storedCall(found.key, found.data, found.record);
      const move = await planMove(storage, values, found, await runUserWork({ storage }, () => change(call)));
      if (move) moves.push(move);
    }
  }
  return moves;
}

/** Returns the move of one call; `undefined` if it does not change. */
async function planMove(
  storage: StorageBase,
  values: StoredValues,
  { key: from, data: old, record }: MatchingCall,
  changed: Call,
): Promise<CallMove | undefined> {
  const copy = copyCall(changed, storage.registry.types);
  const encoded = await withKnownParts(storage, (known) => encodeCall(copy, (value) => values.split(value, known)));
  const known = new Set(digestsOfData(old));
  const added = encoded.references.filter((reference) => !known.has(reference));
  const missing = added[(await storage.has("values", added)).indexOf(false)];
  if (missing !== undefined) throw new DigestNotFoundError(missing, "value");
  const data = withInlineResult(encoded.data, old);
  const { key: to, parts } = encoded;
  const { createdAt, updatedAt, expiresAt } = record;
  const content = { ...callContent(data, storage.clock.now(), expiresAt), createdAt, updatedAt };
  const replaced = recordDigest(record);
  return to === from && recordDigest(content) === replaced ? undefined : { from, replaced, to, content, parts };
}

/** Keeps the inline result if the changed call refers to the same result. */
function withInlineResult(data: CallData, old: CallData): CallData {
  const result = old.inline?.result;
  if (!result || data.result !== old.result || data.inline?.result) return data;
  return { ...data, inline: { ...data.inline, result } };
}

async function carryOut(storage: StorageBase, moves: readonly CallMove[]): Promise<void> {
  await (storage.recordIndex ? storage.recordIndex.move(moves) : moveCalls(storage, moves));
}
