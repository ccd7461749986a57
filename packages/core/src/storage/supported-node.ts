/** The first release that has everything: see `engines`. */
const OLDEST = [22, 13] as const;

/**
 * Refuses a Node that is too old, before a native module is loaded that would end the process there.
 *
 * @param version of the Node that runs this unless given.
 * @throws {Error} saying which Node is needed and which this is.
 */
export function assertSupportedNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Error(
    `results-manager needs Node ${OLDEST.join(".")} or later, this is Node ${version}. Install a newer one.`,
  );
}
