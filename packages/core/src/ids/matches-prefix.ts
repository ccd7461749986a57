/** Tells whether a canonical id equals `prefix` or is below it, by whole segments: `users` matches `users/jo`, but not `usersx`. */
export function matchesPrefix(id: string, prefix: string | undefined): boolean {
  if (prefix === undefined) return true;
  return id.startsWith(prefix) && (id.length === prefix.length || id.charCodeAt(prefix.length) === 0x2f);
}
