/** A version as it is stored and looked for: a number by its decimal text, so that `1` is `"1"`. Anything else is handed through, to be checked. */
export function versionText<T>(version: T | number): T | string {
  if (typeof version !== "number") return version;
  if (Number.isInteger(version)) return BigInt(version).toString();
  if (Number.isFinite(version)) return String(version);
  throw new TypeError(`A version must be text or a finite number, got ${version}.`);
}
