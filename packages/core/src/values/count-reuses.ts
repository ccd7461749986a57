import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { knownReferences } from "./collect-garbage.ts";

/** Counts how many values contain each stored value; see `ValueStorage.countReuses`. */
export async function countReuses(storage: StorageBase): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const keys of storage.scan("values")) for (const key of keys) counts.set(key, 0);
  const { batchSize } = storage.supports;
  const all = [...counts.keys()];
  for (let at = 0; at < all.length; at += batchSize) {
    for (const found of await storage.read("values", all.slice(at, at + batchSize))) {
      for (const part of new Set(knownReferences(found))) {
        const count = counts.get(part);
        if (count !== undefined) counts.set(part, count + 1);
      }
    }
    if (shouldYield()) await yieldToEventLoop();
  }
  return counts;
}
