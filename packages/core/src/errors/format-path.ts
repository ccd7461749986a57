const MOST_PARTS = 20;
const LONGEST_KEY = 80;

/** Shows a path into a value as one would write it: `$.runs[3].loss`. Of a long one, the middle and the rest of long keys are left out. */
export function formatPath(path: readonly PropertyKey[]): string {
  if (path.length <= MOST_PARTS) return `$${path.map(formatPart).join("")}`;
  const [start, end] = [path.slice(0, MOST_PARTS / 2), path.slice(-MOST_PARTS / 2)];
  return `$${start.map(formatPart).join("")}…${end.map(formatPart).join("")}`;
}

function formatPart(part: PropertyKey): string {
  if (typeof part !== "string") return `[${String(part)}]`;
  const key = part.length > LONGEST_KEY ? `${part.slice(0, LONGEST_KEY)}…` : part;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
