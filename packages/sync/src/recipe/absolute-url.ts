import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** URLs that name a path. A scheme has at least two letters; one letter is a Windows drive. */
const URL_OF_PATH = /^(file|sqlite):(?!(?:\/\/)?:memory:$)(.*[^/].*)$/i;
/** `sqlite://x.db`, which names no host but a path. */
const SQLITE_HOST = /^(sqlite:)\/\/(?!\/|localhost\/)/i;
/** Scheme without its colon, or with one too many: unless there is such a folder, the opener asks whether the scheme was meant. */
const BARE_SCHEME = /^:?(?:memory|sqlite|file|postgres|postgresql):?$/i;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** Makes the URL of a store independent of the current folder. A URL without a path is returned unchanged. */
export function absoluteUrl(url: string): string {
  const [, scheme, path] = URL_OF_PATH.exec(url.replace(SQLITE_HOST, "$1")) ?? [];
  if (scheme !== undefined) {
    return scheme + new URL(`file:${path}`, pathToFileURL(process.cwd() + sep)).href.slice("file".length);
  }
  if (url === "" || HAS_SCHEME.test(url)) return url;
  const folder = resolve(url);
  return BARE_SCHEME.test(url) && !existsSync(folder) ? url : folder;
}
