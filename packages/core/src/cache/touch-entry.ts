import type { CacheEntries } from "./cache-entries.ts";

/** Lets an entry expire at another time, and tells whether there is one. */
export async function touchEntry(entries: CacheEntries, key: string, expiresAt: number | undefined): Promise<boolean> {
  let wasStored = false;
  const changing = entries.change(key, (living) => {
    wasStored = living !== undefined;
    return living && { ...living, expiresAt };
  });
  if (changing) await changing;
  if (wasStored) entries.used(key);
  return wasStored;
}
