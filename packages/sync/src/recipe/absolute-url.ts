import { resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** What names a path from the current folder; two letters of a scheme at least, one is a Windows drive. */
const URL_OF_PATH = /^(file|sqlite):(?!:memory:$)(.*[^/].*)$/i;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** The same store, named independently of the current folder. What names no path is left for whoever opens it. */
export function absoluteUrl(url: string): string {
  const [, scheme, path] = URL_OF_PATH.exec(url) ?? [];
  if (scheme !== undefined) {
    return scheme + new URL(`file:${path}`, pathToFileURL(process.cwd() + sep)).href.slice("file".length);
  }
  return url === "" || HAS_SCHEME.test(url) ? url : resolve(url);
}
