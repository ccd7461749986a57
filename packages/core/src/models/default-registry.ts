import type { Model } from "./model.ts";
import { defaultRegistry, type FindNamespaceOptions } from "./model-registry.ts";

/** Calls {@link ModelRegistry.getModel} of the default registry. */
export function getModel(name: string, namespace?: string): Model {
  return defaultRegistry.getModel(name, namespace);
}

/** Calls {@link ModelRegistry.findModelNamespace} of the default registry. */
export function findModelNamespace(model: Model, options?: FindNamespaceOptions): string | undefined {
  return defaultRegistry.findModelNamespace(model, options);
}

/** Calls {@link ModelRegistry.findModelInAllNamespaces} of the default registry. */
export function findModelInAllNamespaces(name: string): ReadonlyMap<string, Model> {
  return defaultRegistry.findModelInAllNamespaces(name);
}

/** Calls {@link ModelRegistry.getNamespaces} of the default registry. */
export function getNamespaces(): readonly string[] {
  return defaultRegistry.getNamespaces();
}

/** Calls {@link ModelRegistry.getModelsInNamespace} of the default registry. */
export function getModelsInNamespace(namespace: string): ReadonlyMap<string, Model> {
  return defaultRegistry.getModelsInNamespace(namespace);
}

/** Calls {@link ModelRegistry.clearRegistry} of the default registry. */
export function clearRegistry(namespace?: string): void {
  defaultRegistry.clearRegistry(namespace);
}
