/** Makes the ids that processes race on. */
export function suiteIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `g${i % 20}/r${i}`);
}
