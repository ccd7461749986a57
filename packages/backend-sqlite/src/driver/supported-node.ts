/** Version of Node-API that better-sqlite3 13 is built for: it crashes older versions of Node. Node 22.14 and 23.6 have it. */
const NODE_API = 10;

/**
 * Refuses a Node that is too old, before the native module is loaded.
 *
 * @param versions of the running Node by default.
 * @throws {Error} naming the required and the running version.
 */
export function assertSupportedNode(
  versions: { readonly node: string; readonly napi?: string | undefined } = process.versions as { node: string },
): void {
  if (Number(versions.napi) >= NODE_API) return;
  throw new Error(`SQLite needs Node 22.14 or later, but this is Node ${versions.node}. Install a newer version.`);
}
