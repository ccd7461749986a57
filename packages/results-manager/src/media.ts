import type { OpenOptions } from "./open-options.ts";
import { FILE_OPTIONS, MEDIUM_OPTIONS, OPEN_OPTIONS, POSTGRES_OPTIONS, SQLITE_OPTIONS } from "./open-options.ts";
import { schemeNamed } from "./schemes.ts";

/** A kind of stores that URLs name. */
export interface Medium {
  /** Description for messages. */
  readonly name: string;
  /** Names of its options. */
  readonly options: Readonly<Record<string, true>>;
}

const FILES: Medium = { name: "a store of files", options: FILE_OPTIONS };
const MEMORY: Medium = { name: "a store in memory", options: MEDIUM_OPTIONS };
const SQLITE: Medium = { name: "a SQLite store", options: SQLITE_OPTIONS };
const POSTGRES: Medium = { name: "a PostgreSQL store", options: POSTGRES_OPTIONS };
const BUILT_IN: Readonly<Record<string, Medium>> = {
  file: FILES,
  memory: MEMORY,
  sqlite: SQLITE,
  postgres: POSTGRES,
  postgresql: POSTGRES,
};

/** Returns the medium of a scheme, or of a path, which has none; `undefined` for a scheme that is not supported. */
export function mediumOf(scheme: string | undefined): Medium | undefined {
  if (scheme === undefined) return FILES;
  if (Object.hasOwn(BUILT_IN, scheme)) return BUILT_IN[scheme];
  const registered = schemeNamed(scheme);
  return registered && { name: `the scheme '${scheme}:'`, options: { ...MEDIUM_OPTIONS, ...registered.options } };
}

/**
 * Refuses options that only other media have: the store would not do what they promise.
 *
 * @throws {TypeError} naming the medium, the option, and the media that have it.
 */
export function checkMediumOptions(options: OpenOptions, medium: Medium, caller: string): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || name in medium.options || !(name in OPEN_OPTIONS)) continue;
    const owners = [FILES, SQLITE, POSTGRES].filter((each) => name in each.options).map((each) => each.name);
    throw new TypeError(
      `${caller}: ${medium.name} has no option '${name}', which belongs to ${owners.join(" and ")}. Leave it out, or pass it only with such a URL.`,
    );
  }
}
