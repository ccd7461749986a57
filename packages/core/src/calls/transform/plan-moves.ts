import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { CallMove } from "../../storage/record-index.ts";
import { digest } from "../../values/digest.ts";

/** Moves in topological order: a call is copied before its key is overwritten; cycles are broken. */
export interface PlannedMoves {
  /** One move per target key. If several calls get the same key, the one that was stored last is kept. */
  readonly writes: readonly CallMove[];
  /** Keys that no move writes to, and whose records must be removed. */
  readonly removals: readonly Pick<CallMove, "from" | "replaced">[];
}

/** Computes the writes and removals of moves. */
export function planMoves(moves: readonly CallMove[]): PlannedMoves {
  const byTo = new Map<string, CallMove>();
  for (const move of moves) {
    const other = byTo.get(move.to);
    if (!other || other.content.updatedAt <= move.content.updatedAt) byTo.set(move.to, move);
  }
  const byFrom = new Map([...byTo.values()].map((move) => [move.from, move]));
  const writes = new Set<CallMove>();
  for (const start of byTo.values()) {
    const chain = new Set<CallMove>();
    for (let at: CallMove | undefined = start; at && !writes.has(at) && !chain.has(at); at = byFrom.get(at.to))
      chain.add(at);
    for (const move of [...chain].reverse()) writes.add(move);
  }
  return { writes: [...writes], removals: moves.filter(({ from }) => !byTo.has(from)) };
}

/**
 * Tells whether a moved call may overwrite the record of its new key: not if it is already there, and not if that record was stored later,
 * unless it is moved itself.
 *
 * @param replaced Digests of the moved records, by key.
 */
export function isPlaceable(
  { to, content }: CallMove,
  found: FoundRecord,
  replaced: ReadonlyMap<string, string>,
): boolean {
  if (!found || found.corrupt !== undefined) return true;
  const existing = recordDigest(found);
  if (existing === recordDigest(content)) return false;
  return existing === replaced.get(to) || found.updatedAt <= content.updatedAt;
}

/** Tells whether a record is still the one that a move was planned for. */
export function isReplaced(found: FoundRecord, replaced: string): found is NonNullable<FoundRecord> {
  return found?.corrupt === undefined && found !== undefined && recordDigest(found) === replaced;
}

/** Returns a digest that identifies the content of a call's record. */
export function recordDigest({ data, types }: Pick<RecordContent, "data" | "types">): string {
  return digest([data, types]);
}
