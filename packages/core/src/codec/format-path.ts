/** Shows a path into a value as one would write it: `$.runs[3].loss`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let shown = "$";
  for (const part of path) {
    if (typeof part === "number") shown += `[${part}]`;
    else if (typeof part === "string" && /^[A-Za-z_$][\w$]*$/.test(part)) shown += `.${part}`;
    else shown += `[${typeof part === "string" ? JSON.stringify(part) : String(part)}]`;
  }
  return shown;
}
