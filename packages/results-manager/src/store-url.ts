import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Two characters or more: the one of `C:\data` is a Windows drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/** The scheme of a store's URL, in lower case; `undefined` for a path. */
export function schemeOf(url: string): string | undefined {
  return SCHEME.exec(url)?.[1]?.toLowerCase();
}

/**
 * The folder that a `file:` URL names; `file:./data` and `file:data` start from the current folder.
 *
 * @throws {TypeError} for one with a host, a query or a fragment.
 */
export function folderOf(url: string): string {
  const parsed = new URL(url, pathToFileURL(process.cwd() + sep));
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(
      `A file: URL names a folder alone, got '${url}'. Write '?' as %3F and '#' as %23, or pass a path.`,
    );
  }
  return fileURLToPath(parsed);
}
