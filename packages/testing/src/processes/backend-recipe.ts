import type {
  AsyncCacheBackend,
  AsyncResultsBackend,
  CallStorage,
  JsonValue,
  ModelRegistry,
  StorageOptions,
} from "@results-manager/core";

/**
 * How another process opens a backend: an instance cannot go there. It becomes
 * `new module[export](...args, { ...options, registry })`.
 */
export interface BackendRecipe {
  /** What is imported: a URL, best from `import.meta.resolve`. The name of a package is looked up from this one, not from yours. */
  readonly module: string;
  /** The name of the backend's class in it. */
  readonly export: string;
  /** What its constructor takes before its options. */
  readonly args: readonly JsonValue[];
  /** Its options; a registry is added. */
  readonly options?: Readonly<Record<string, JsonValue>> | undefined;
}

/**
 * Opens a backend as its recipe says.
 *
 * @throws {TypeError} when the module has no such class.
 */
export async function openRecipe(recipe: BackendRecipe, registry: ModelRegistry): Promise<AsyncResultsBackend> {
  return (await construct(recipe, { registry })) as AsyncResultsBackend;
}

/** Opens a cache as its recipe says. @throws as {@link openRecipe}. */
export async function openCacheRecipe(recipe: BackendRecipe, options: StorageOptions = {}): Promise<AsyncCacheBackend> {
  return (await construct(recipe, options)) as AsyncCacheBackend;
}

/** Opens a storage of calls as its recipe says. @throws as {@link openRecipe}. */
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
