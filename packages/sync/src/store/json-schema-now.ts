import { createRequire } from "node:module";
import type { JsonSchema, Model } from "@results-manager/core";
import { requireDependency } from "@results-manager/core/internal";
import type { jsonSchemaOf } from "@results-manager/core/internal/json-schema";

const require = createRequire(import.meta.url ?? __filename);
const ENTRY = "@results-manager/core/internal/json-schema";

/** Returns the JSON Schema of a model, if it has one. What makes it is loaded by the first call, so that no write waits for it. */
export function jsonSchemaNow(model: Model): JsonSchema | undefined {
  return load()?.jsonSchemaOf(model);
}

/** Loads what makes JSON Schemas; a bundle may lack it. */
function load(): { readonly jsonSchemaOf: typeof jsonSchemaOf } | undefined {
  try {
    const file = import.meta.url ?? __filename;
    return requireDependency(
      () => require("@results-manager/core/internal/json-schema"),
      ENTRY,
      file,
      "@results-manager/sync",
    );
  } catch (error) {
    process.emitWarning(
      `The models of this program are described in its stores by their results, since '${ENTRY}' cannot be loaded: ` +
        `${(error as Error).message} Install '@results-manager/sync' where the bundle runs.`,
      { type: "ResultsManagerWarning", code: "RESULTS_MANAGER_MODEL_NOT_DESCRIBED" },
    );
    return undefined;
  }
}
