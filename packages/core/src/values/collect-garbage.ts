import { randomUUID } from "node:crypto";
import { ReadSize } from "../records/read-size.ts";
import type { FoundRecord } from "../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import { readInBatches } from "../storage/algorithms/read-in-batches.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { realTime } from "../time/real-time.ts";
import { announce, WAITING, withoutCollections } from "./gc-guard.ts";
import { referencesOf } from "./references-of.ts";
import { rootsOfCall } from "./roots-of-call.ts";
import { digestOfAlias } from "./value-aliases.ts";

/** Pause in milliseconds for processes that wait for collections to end. */
const PAUSE_MS = 150;

/**
 * Removes values that no call, alias or root refers to, directly or indirectly, and returns their number. Runs in one process at a time.
 *
 * @param roots Whole digests of further values to keep.
 */
export async function collectGarbage(storage: StorageBase, roots: readonly string[]): Promise<number> {
  // A process that collects repeatedly must not block waiting ones.
  const [isAwaited] = await storage.remove("journal", [{ key: WAITING, condition: "any" }]);
  if (isAwaited) await realTime.delay(PAUSE_MS);
  return withoutCollections(storage, async () => {
    const epoch = randomUUID();
    await announce(storage, { epoch, isOver: false });
    const used = await usedValues(storage, roots);
    const removed = await sweep(storage, used);
    await announce(storage, { epoch, isOver: true });
    return removed;
  });
}

/** Counts the values that {@link collectGarbage} would remove. */
export async function countGarbage(storage: StorageBase, roots: readonly string[]): Promise<number> {
  const used = await usedValues(storage, roots);
  let unused = 0;
  for await (const keys of storage.scan("values")) unused += keys.filter((key) => !used.has(key)).length;
  return unused;
}

/** Finds the values that an alias, a call or a root refers to, directly or indirectly. */
async function usedValues(storage: StorageBase, roots: readonly string[]): Promise<ReadonlySet<string>> {
  return reachable(storage, await usedByCalls(storage, await usedByAliases(storage, new Set(roots))));
}

async function usedByAliases(storage: StorageBase, used: Set<string>): Promise<Set<string>> {
  for await (const aliases of storage.scan("value_aliases")) {
    for (const found of await storage.read("value_aliases", aliases)) {
      const digest = digestOfAlias(found);
      if (digest !== undefined) used.add(digest);
    }
  }
  return used;
}

async function usedByCalls(storage: StorageBase, used: Set<string>): Promise<Set<string>> {
  for await (const keys of storage.scan("calls")) {
    for (const found of await storage.read("calls", keys)) {
      for (const digest of rootsOfCall(found)) used.add(digest);
    }
  }
  return used;
}

/** Adds all values that these refer to, directly or indirectly. */
async function reachable(storage: StorageBase, used: Set<string>): Promise<Set<string>> {
  const size = new ReadSize();
  for (let wanted = [...used]; wanted.length > 0; ) {
    const batch = wanted.splice(-size.next);
    const values = await storage.read("values", batch);
    size.note(batch, values);
    for (const found of values) {
      for (const reference of knownReferences(found)) {
        if (used.has(reference)) continue;
        used.add(reference);
        wanted.push(reference);
      }
    }
    if (shouldYield()) await yieldToEventLoop();
  }
  return used;
}

/** Removes unused values. A value is removed before its parts, so that no stored value ever lacks a part. */
async function sweep(storage: StorageBase, used: ReadonlySet<string>): Promise<number> {
  const references = new Map<string, readonly string[]>();
  const size = new ReadSize();
  for await (const keys of storage.scan("values")) {
    const unused = keys.filter((key) => !used.has(key));
    for await (const { keys: batch, found } of readInBatches(storage, "values", unused, size)) {
      for (const [i, record] of found.entries()) references.set(batch[i] as string, knownReferences(record));
    }
  }
  let removed = 0;
  for (const keys of byHeight(references).reverse()) {
    const outcomes = await storage.remove(
      "values",
      keys.map((key) => ({ key, condition: "any" })),
    );
    removed += outcomes.filter(Boolean).length;
  }
  return removed;
}

/** Returns the references of a record; none if it is damaged, so that damage does not stop the collection. */
export function knownReferences(found: FoundRecord): readonly string[] {
  if (!found || found.corrupt !== undefined) return [];
  try {
    return referencesOf(found);
  } catch {
    return []; // The damage is reported when the value is loaded.
  }
}

/** Groups keys into levels: each level refers only to earlier ones. */
function byHeight(references: ReadonlyMap<string, readonly string[]>): string[][] {
  const heights = new Map<string, number>();
  for (const start of references.keys()) {
    // Iterative, because a manipulated store may contain a reference chain of any length.
    for (const path = [start]; path.length > 0; ) {
      const key = path.at(-1) as string;
      const parts = (references.get(key) ?? []).filter((part) => references.has(part));
      const isEntered = heights.has(key);
      if (!isEntered) heights.set(key, 0); // A value that refers to itself is damaged, and must not cause an endless loop.
      const unknown = isEntered ? [] : parts.filter((part) => !heights.has(part));
      if (unknown.length > 0) {
        for (const part of unknown) path.push(part);
        continue;
      }
      path.pop();
      const below = parts.map((part) => heights.get(part) as number);
      heights.set(
        key,
        below.reduce((highest, height) => Math.max(highest, height + 1), 0),
      );
    }
  }
  const levels: string[][] = [];
  for (const key of references.keys()) {
    const height = heights.get(key) as number;
    const level = levels[height] ?? [];
    levels[height] = level;
    level.push(key);
  }
  return Object.values(levels); // Values that refer to themselves may be above an empty level.
}
