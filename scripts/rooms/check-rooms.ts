import { findCircles } from "./find-circles.ts";
import type { SourceFile } from "./source-files.ts";

/** Greatest length of a source file, in lines: a longer one has more than one concept. */
const MOST_LINES = 200;

/** Finds the imports that run up, the rooms that have no place in the order, the circles without a reason, and files that are too long. */
export function checkRooms(files: readonly SourceFile[], order: readonly string[]): string[] {
  const faults: string[] = [];
  const levelOf = (room: string): number => order.indexOf(room);
  const roomOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : ".");
  for (const { path, room, imports, lines } of files) {
    if (lines > MOST_LINES) faults.push(`${path} has ${lines} lines, ${MOST_LINES} are allowed: one concept a file`);
    if (levelOf(room) < 0) faults.push(`${path}: the room '${room}' has no place in the order`);
    for (const target of imports) {
      if (levelOf(roomOf(target)) > levelOf(room)) faults.push(`${path} imports ${target}, which runs up`);
    }
  }
  const reasons = new Map(files.map(({ path, reason }) => [path, reason]));
  for (const circle of findCircles(files)) {
    if (!circle.some((path) => reasons.get(path))) {
      faults.push(`${circle.join(", ")} import one another, and none says '// Circular import: <reason>'`);
    }
  }
  return faults;
}
