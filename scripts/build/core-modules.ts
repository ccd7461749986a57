import type { Plugin } from "rolldown";

const ALL = "@results-manager/core/internal";
const OTHER = /^@results-manager\/core(?:\/storage)?$/;
const SOURCE_OF_ALL = /\bcore\/src\/internal\.ts$/;

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
