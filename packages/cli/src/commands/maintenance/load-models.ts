import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultRegistry, type Model, ModelRegistry } from "results-manager";
import { UsageError } from "../../errors/usage-error.ts";

/**
 * Runs the user's module, and returns a registry with the models that it registers or exports.
 *
 * @throws {UsageError} if it cannot be loaded, or has no model.
 */
export async function loadModels(path: string): Promise<ModelRegistry> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(pathToFileURL(resolve(path)).href)) as typeof exported;
  } catch (cause) {
    // Which of our modules imports it does not help anyone.
    const reason = (cause as Error).message.replace(/ (?:resolving ES modules )?imported from .*$/s, "");
    throw new UsageError(`The models of '${path}' cannot be loaded: ${reason}`, { cause });
  }
  const registry = new ModelRegistry();
  for (const namespace of defaultRegistry.getNamespaces()) {
    for (const model of defaultRegistry.getModelsInNamespace(namespace).values()) registry.add(model, namespace);
  }
  // A module that has the library from elsewhere, or a registry of its own, registers there: what it exports is found all the same.
  for (const model of Object.values(exported).filter(isModel)) {
    registry.add(model, model.registry.findModelNamespace(model));
  }
  if (registry.getNamespaces().length > 0) return registry;
  throw new UsageError(`'${path}' neither registers nor exports a model.`);
}

function isModel(value: unknown): value is Model {
  return (
    typeof value === "object" && value !== null && ["schema", "version", "registry"].every((name) => name in value)
  );
}
