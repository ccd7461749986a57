import { fileURLToPath } from "node:url";

/** URL of a store, which would silently become a file or a folder named after its scheme. */
const STORE_URL = /^(?:file|sqlite|postgres|postgresql|memory):/i;

/**
 * Returns the path of a `file:` URL object, and any other value unchanged.
 *
 * @param name Name of the argument, for messages.
 * @throws {TypeError} for a URL of another scheme, and for the text of a URL of a store.
 */
export function pathOfUrl(path: unknown, name: string): unknown {
  if (typeof path === "string" && STORE_URL.test(path)) {
    throw new TypeError(
      `${name} must be a path, got the URL '${path}', which openResults(), openCache() and the like take. Leave out the scheme, or put './' before a name.`,
    );
  }
  if (!(path instanceof URL)) return path;
  if (path.protocol === "file:") return fileURLToPath(path);
  throw new TypeError(`${name} must be a path or a 'file:' URL, got '${path.href}'. openResults() takes other URLs.`);
}
