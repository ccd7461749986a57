import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { CallMove } from "../../storage/record-index.ts";
import { digest } from "../../values/digest.ts";

/** Moves in the order in which they are safe: no call is overwritten before it stands elsewhere, unless they go round in a circle. */
export interface PlannedMoves {
  /** One for each key: of calls that become the same, that which was stored last. */
  readonly writes: readonly CallMove[];
  /** What remains where nothing else comes to stand. */
  readonly removals: readonly Pick<CallMove, "from" | "replaced">[];
}

/** Works out what is to be written and removed. */
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
 * Tells whether a call is to be written over what stands at its new place: not where it stands already, and not over a call that was
 * stored later, unless that one is moved away itself.
 *
 * @param replaced which records are moved away, by key.
 */
export function isPlaceable(
  { to, content }: CallMove,
  found: FoundRecord,
  replaced: ReadonlyMap<string, string>,
): boolean {
  if (!found || found.corrupt !== undefined) return true;
  const standing = recordDigest(found);
  if (standing === recordDigest(content)) return false;
  return standing === replaced.get(to) || found.updatedAt <= content.updatedAt;
}

/** Tells whether what stands there is what a move was planned for. */
export function isReplaced(found: FoundRecord, replaced: string): found is NonNullable<FoundRecord> {
  return found?.corrupt === undefined && found !== undefined && recordDigest(found) === replaced;
}

/** What tells one record of a call from another. */
export function recordDigest({ data, types }: Pick<RecordContent, "data" | "types">): string {
  return digest([data, types]);
}
