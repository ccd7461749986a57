/** Converts a numeric version to decimal text, so that `1` equals `"1"`. Other values are returned unchanged, for a later check. */
export function versionText<T>(version: T | number): T | string {
  if (typeof version !== "number") return version;
  if (Number.isInteger(version)) return BigInt(version).toString();
  if (Number.isFinite(version)) return String(version);
  throw new TypeError(`A version must be text or a finite number, got ${version}.`);
}
