import { fileURLToPath } from "node:url";

/**
 * Returns the path of a `file:` URL object, and any other value unchanged.
 *
 * @param name Name of the argument, for messages.
 * @throws {TypeError} for a URL of another scheme.
 */
export function pathOfUrl(path: unknown, name: string): unknown {
  if (!(path instanceof URL)) return path;
  if (path.protocol === "file:") return fileURLToPath(path);
  throw new TypeError(`${name} must be a path or a 'file:' URL, got '${path.href}'. openResults() takes other URLs.`);
}
