/** Returns the name that was most likely meant: one that begins alike or differs by few letters; `undefined` if none does. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const text = given.toLowerCase();
  let nearest: string | undefined;
  let fewest = Math.max(2, Math.ceil(text.length / 3)) + 1;
  for (const name of names) {
    const other = name.toLowerCase();
    const isPart = text.length > 2 && (other.startsWith(text) || other.endsWith(text) || text.startsWith(other));
    const edits = isPart ? 0 : countEdits(text, other);
    if (edits < fewest) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}

/** Counts the inserted, removed, replaced and swapped letters between two texts: the optimal string alignment distance. */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) edits = Math.min(edits, (before[j - 2] as number) + 1);
      row.push(edits);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
