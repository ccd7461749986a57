import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../codec/json-value.ts";
import { internalContent } from "../../records/internal-record.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";
import type { CallMove } from "../../storage/record-index.ts";
import type { StorageBase } from "../../storage/storage-base.ts";
import { isPlaceable, isReplaced, planMoves } from "./plan-moves.ts";

/** Key prefix of the journal of moves. */
export const JOURNAL = "transform";
const COMMIT = "commit";
const PAGE = 256;

/**
 * Moves calls on a medium without transactions. The moves are written to a journal first, so that another process can complete them if this
 * one is killed.
 */
export async function moveCalls(storage: StorageBase, moves: readonly CallMove[]): Promise<void> {
  await keepParts(storage, moves);
  if (!storage.supports.persistent) return carryOut(storage, moves);
  const intent = `${JOURNAL}/${randomUUID()}`;
  const now = storage.clock.now();
  for (let at = 0; at < moves.length; at += PAGE) {
    const page = moves.slice(at, at + PAGE).map(({ parts: _, ...move }) => move);
    await note(storage, `${intent}/${at}`, internalContent("moves", page as unknown as JsonValue, now));
  }
  await note(storage, `${intent}/${COMMIT}`, internalContent("commit", moves.length, now));
  await carryOut(storage, moves);
  await forget(storage, intent);
}

/** Carries out moves that were completely written to the journal, and drops incomplete journals, whose moves had not begun. */
export async function recoverMoves(storage: StorageBackend): Promise<void> {
  const intents = new Map<string, string[]>();
  for await (const keys of storage.scan("journal", { prefix: JOURNAL })) {
    for (const key of keys) {
      const intent = key.slice(0, key.lastIndexOf("/"));
      intents.set(intent, [...(intents.get(intent) ?? []), key]);
    }
  }
  for (const [intent, keys] of intents) {
    if (keys.includes(`${intent}/${COMMIT}`)) {
      const pages = keys.filter((key) => !key.endsWith(`/${COMMIT}`));
      await carryOut(storage, (await storage.read("journal", pages)).flatMap(movesOf));
    }
    await forget(storage, intent);
  }
}

/** Writes the values that moved calls refer to, if they are missing. */
export async function keepParts(storage: StorageBackend, moves: readonly CallMove[]): Promise<void> {
  for (const { parts } of moves) {
    for (const level of parts?.levels ?? []) {
      const writes = level.map((part) => ({ condition: "absent", confirms: true, ...part }) as const);
      await storage.write("values", writes);
    }
  }
}

function movesOf(found: FoundRecord): readonly CallMove[] {
  return found && found.corrupt === undefined ? (found.data as unknown as readonly CallMove[]) : [];
}

async function note(storage: StorageBackend, key: string, content: ReturnType<typeof internalContent>): Promise<void> {
  await storage.write("journal", [{ key, condition: "any", content }]);
}

/** Removes the commit entry first: a journal without it needs no recovery. */
async function forget(storage: StorageBackend, intent: string): Promise<void> {
  await storage.remove("journal", [{ key: `${intent}/${COMMIT}`, condition: "any" }]);
  await storage.wipe("journal", { prefix: intent });
}

/** Carries out moves. It can be repeated after an interruption. */
async function carryOut(storage: StorageBackend, moves: readonly CallMove[]): Promise<void> {
  const { writes, removals } = planMoves(moves);
  const replaced = new Map(moves.map((move) => [move.from, move.replaced]));
  for (const move of writes) {
    const { to: key, content } = move;
    const [found] = await storage.read("calls", [key]);
    if (isPlaceable(move, found, replaced)) await storage.write("calls", [{ key, condition: "any", content }]);
  }
  for (const { from: key, replaced: wanted } of removals) {
    const [found] = await storage.read("calls", [key]);
    if (!isReplaced(found, wanted)) continue;
    await storage.remove("calls", [{ key, condition: { unchanged: found.revision } }]);
  }
}
