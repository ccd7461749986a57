/** What better-sqlite3 13 is built for: it ends the process of a Node that has less. Node 22.14 has it, and 23.6. */
const NODE_API = 10;

/**
 * Refuses a Node that is too old, before the native module is loaded.
 *
 * @param versions of the Node that runs this unless given.
 * @throws {Error} saying which Node is needed and which this is.
 */
export function assertSupportedNode(
  versions: { readonly node: string; readonly napi?: string | undefined } = process.versions as { node: string },
): void {
  if (Number(versions.napi) >= NODE_API) return;
  throw new Error(`SQLite needs Node 22.14 or later, this is Node ${versions.node}. Install a newer one.`);
}
