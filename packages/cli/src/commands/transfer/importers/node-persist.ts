import type { Incoming } from "../incoming.ts";
import { newEntry } from "../new-record.ts";
import { ForeignFolder } from "./foreign-folder.ts";
import { readEach } from "./read-each.ts";

/** Reads a folder of node-persist as cache entries: a file is `{ key, value, ttl }`, with the time of expiry. */
export function readNodePersist(path: string): AsyncIterable<readonly Incoming[]> {
  const folder = new ForeignFolder(path);
  return readEach(folder, async (name, place) => {
    const text = await folder.text(name);
    const { key, value, ttl } = (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof key !== "string") throw new TypeError("Expected a file of node-persist: { key, value, ttl }.");
    const expiresAt = typeof ttl === "number" && Number.isFinite(ttl) ? Math.ceil(ttl) : undefined;
    return newEntry({ place, size: text.length }, { key, value: value ?? null, expiresAt });
  });
}
