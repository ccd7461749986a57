import type { Plugin } from "rolldown";

const ALL = "@results-manager/core/internal";
const OTHER = /^@results-manager\/core(?:\/storage)?$/;
const SOURCE_OF_ALL = /\bcore\/src\/internal\.ts$/;

/** Name of the entry of core that has the exports of all others. */
export const WHOLE = "internal";

/**
 * Lets our packages load core as one module instead of three: as built, `internal` has the exports of all entries. Each module that Node
 * resolves, reads and links takes about three hundredths of its own start.
 */
export function coreModulesPlugin(): Plugin {
  return {
    name: "core-modules",
    resolveId: { order: "pre", filter: { id: OTHER }, handler: () => ({ id: ALL, external: true }) },
    transform: {
      filter: { id: SOURCE_OF_ALL },
      handler: (code) => `${code}\nexport * from "./index.ts";\nexport * from "./storage.ts";\n`,
    },
  };
}

/** Makes the other entries of core re-export from the one that has all exports, so that both are the same module however it is imported. */
export function reExportPlugin(): Plugin {
  return {
    name: "re-export",
    resolveId: {
      order: "pre",
      filter: { id: /^\.{1,2}\// },
      handler: (_, importer) => (importer === undefined ? undefined : { id: `./${WHOLE}.js`, external: true }),
    },
  };
}
