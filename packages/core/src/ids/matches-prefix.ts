/** Tells whether a canonical id is `prefix` or lies below it; whole segments only: `users` matches `users/jo`, never `usersx`. */
export function matchesPrefix(id: string, prefix: string | undefined): boolean {
  if (prefix === undefined) return true;
  return id.startsWith(prefix) && (id.length === prefix.length || id.charCodeAt(prefix.length) === 0x2f);
}
