import type { AsyncCacheBackend, AsyncResultsBackend, CallStorage, ModelRegistry } from "@results-manager/core";
import type { JsonValue, StorageOptions } from "@results-manager/core/storage";

/**
 * Description from which another process opens a backend, because an instance cannot be sent there:
 * `new module[export](...args, { ...options, registry })`.
 */
export interface BackendRecipe {
  /** URL of the module, preferably from `import.meta.resolve`: the name of a package is resolved from this package, not from yours. */
  readonly module: string;
  /** Name of the backend's class in the module. */
  readonly export: string;
  /** Arguments of the constructor before its options. */
  readonly args: readonly JsonValue[];
  /** Options of the constructor; a registry is added. */
  readonly options?: Readonly<Record<string, JsonValue>> | undefined;
}

/**
 * Opens a backend from its recipe.
 *
 * @throws {TypeError} when the module has no such class.
 */
export async function openRecipe(recipe: BackendRecipe, registry: ModelRegistry): Promise<AsyncResultsBackend> {
  return (await construct(recipe, { registry })) as AsyncResultsBackend;
}

/** Opens a cache from its recipe. @throws as {@link openRecipe}. */
export async function openCacheRecipe(recipe: BackendRecipe, options: StorageOptions = {}): Promise<AsyncCacheBackend> {
  return (await construct(recipe, options)) as AsyncCacheBackend;
}

/** Opens a storage of calls from its recipe. @throws as {@link openRecipe}. */
export async function openCallsRecipe(recipe: BackendRecipe): Promise<CallStorage> {
  return (await construct(recipe, {})) as CallStorage;
}

async function construct(recipe: BackendRecipe, options: StorageOptions): Promise<unknown> {
  const loaded = (await import(recipe.module)) as Readonly<Record<string, unknown>>;
  const Backend = loaded[recipe.export];
  if (typeof Backend !== "function") {
    throw new TypeError(`'${recipe.module}' must export a class '${recipe.export}', got ${typeof Backend}.`);
  }
  return Reflect.construct(Backend, [...recipe.args, { ...recipe.options, ...options }]);
}
