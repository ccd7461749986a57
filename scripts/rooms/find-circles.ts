import type { SourceFile } from "./source-files.ts";

/**
 * Finds the circles of imports among files: each is a set of files that import one another, directly or not.
 *
 * Tarjan's algorithm for strongly connected components (SIAM J. Comput. 1972).
 */
export function findCircles(files: readonly SourceFile[]): string[][] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const index = indexes.size;
    indexes.set(path, index);
    lowest.set(path, index);
    stack.push(path);
    for (const target of importsOf.get(path) ?? []) {
      const seen = indexes.get(target);
      if (seen === undefined) lowest.set(path, Math.min(lowest.get(path) ?? index, visit(target)));
      else if (stack.includes(target)) lowest.set(path, Math.min(lowest.get(path) ?? index, seen));
    }
    const low = lowest.get(path) ?? index;
    if (low === index) {
      const circle = stack.splice(stack.indexOf(path));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const { path } of files) if (!indexes.has(path)) visit(path);
  return circles;
}
