import type { Plugin } from "rolldown";

const KYSELY = /^kysely(?:\/migration)?$/;
const NAME = "@results-manager/sql/kysely";

/** Name of the entry that Kysely is built into. */
export const KYSELY_ENTRY = "kysely";

/**
 * Lets the built packages load Kysely as the one file that it is built into: the original is hundreds.
 *
 * @param name Name of that file for the package.
 */
export function kyselyModulePlugin(name: string = NAME): Plugin {
  return {
    name: "kysely-module",
    resolveId: { order: "pre", filter: { id: KYSELY }, handler: () => ({ id: name, external: true }) },
  };
}
