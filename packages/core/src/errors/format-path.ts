const MAX_PARTS = 20;
const MAX_KEY_LENGTH = 80;

/** Formats a path into a value like code: `$.runs[3].loss`. Shortens the middle of long paths and the end of long keys. */
export function formatPath(path: readonly PropertyKey[]): string {
  if (path.length <= MAX_PARTS) return `$${path.map(formatPart).join("")}`;
  const [start, end] = [path.slice(0, MAX_PARTS / 2), path.slice(-MAX_PARTS / 2)];
  return `$${start.map(formatPart).join("")}…${end.map(formatPart).join("")}`;
}

function formatPart(part: PropertyKey): string {
  if (typeof part !== "string") return `[${String(part)}]`;
  const key = part.length > MAX_KEY_LENGTH ? `${part.slice(0, MAX_KEY_LENGTH)}…` : part;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
