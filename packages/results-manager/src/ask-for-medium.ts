import { statSync } from "node:fs";
import { mediumOf } from "./media.ts";

const DATABASE = /\.(?:db|db3|sqlite|sqlite3)$/i;
/** Endings of files that a folder of results is hardly named after. */
const FILE = /\.(?:json|jsonl|ndjson|csv|tsv|txt|ya?ml|toml|xml|parquet|log|zip|tar|gz|tgz)$/i;
/** Scheme without its colon, or with one too many, as in SQLite's `:memory:`. */
const BARE_SCHEME = /^(:?)([a-z][a-z0-9+.-]+)\1$/i;

/**
 * Asks whether another medium was meant by a path that is named as one, as a database, or as a file, unless it is a folder.
 *
 * @param folderForm Way to name a folder of that name.
 * @param urlForm Way to name another medium by its URL.
 * @throws {TypeError} when it seems so.
 */
export function askForMedium(path: string, folderForm: string, urlForm: (url: string) => string = quoted): void {
  const question = questionAbout(path, urlForm);
  if (question === undefined || statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new TypeError(`'${path}' would be a folder of files. ${question}, or for a folder of that name ${folderForm}.`);
}

function questionAbout(path: string, urlForm: (url: string) => string): string | undefined {
  if (DATABASE.test(path)) return `Was a SQLite database meant? Then use ${urlForm(`sqlite:${path}`)}`;
  if (FILE.test(path)) {
    const database = urlForm("sqlite:./results.db");
    return `Was a single file meant? A store of files is a folder: name one, such as './data', or use ${database}`;
  }
  const scheme = BARE_SCHEME.exec(path)?.[2]?.toLowerCase();
  if (scheme === undefined || mediumOf(scheme) === undefined) return undefined;
  if (scheme === "memory") return `Was a store in memory meant? Then use ${urlForm("memory:")}`;
  return `Was the scheme '${scheme}:' meant? Then put the place behind it, as in ${urlForm(`${scheme}:…`)}`;
}

function quoted(url: string): string {
  return `'${url}'`;
}
