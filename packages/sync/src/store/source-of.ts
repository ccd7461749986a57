import type { ModelRef } from "@results-manager/core";
import {
  namedModel,
  type QuerySource,
  registeredSource,
  sourceOfModel,
  storedSource,
} from "@results-manager/core/internal/blocking";
import type { WorkerStore } from "./worker-store.ts";

/**
 * Makes the source of a query: of a model, or of the name of one, which this thread has registered or the store describes.
 *
 * @throws {TypeError} for something else; {@link ModelNotRegisteredError} `MODEL_NOT_REGISTERED`; {@link NamespaceAmbiguousError}
 * `NAMESPACE_AMBIGUOUS`.
 */
export function sourceOf(
  store: WorkerStore,
  model: ModelRef,
  options: { readonly namespace?: unknown } | undefined,
): QuerySource {
  if (typeof model !== "string") return sourceOfModel(model, store);
  const named = namedModel(model, options);
  return registeredSource(store, named) ?? storedSource(named, store.schemasOfName(named));
}
