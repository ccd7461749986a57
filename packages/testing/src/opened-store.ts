import { type AsyncResultsBackend, MemoryBackend, ModelRegistry } from "@results-manager/core";
import { type Fixtures, registerFixtures } from "./fixtures.ts";
import { ManualClock } from "./manual-clock.ts";
import type { BackendUnderTest, PropertyOptions } from "./store-under-test.ts";

/** What a case works with: a store of its own, a clock it moves, a registry with models. */
export interface OpenedStore {
  readonly backend: AsyncResultsBackend;
  readonly clock: ManualClock;
  readonly registry: ModelRegistry;
  readonly models: Fixtures;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further backend on the store. */
  readonly reopen: () => Promise<AsyncResultsBackend>;
  /** Opens an empty backend to copy to and from. */
  readonly elsewhere: () => Promise<AsyncResultsBackend>;
  /** Damages a stored record. */
  readonly corrupt: (id: string) => Promise<void>;
}

const DEFAULT_PROPERTIES: Required<PropertyOptions> = { runs: 100, seed: 20_260_101 };

/** Opens a store for one case, runs it, and disposes of the store. */
export async function withStore(
  { open, properties }: BackendUnderTest,
  body: (store: OpenedStore) => Promise<void>,
): Promise<void> {
  const registry = new ModelRegistry();
  const models = registerFixtures(registry);
  const clock = new ManualClock();
  const store = await open({ registry, clock });
  try {
    await body({
      backend: store.backend,
      clock,
      registry,
      models,
      properties: { ...DEFAULT_PROPERTIES, ...properties },
      reopen: () => given(store, "reopen", ["persistence", "sharing"])(),
      elsewhere: store.elsewhere ?? (async () => new MemoryBackend({ registry, clock })),
      corrupt: (id) => given(store, "corrupt", ["corruption"])(id),
    });
  } finally {
    await store.dispose();
  }
}

/** What `open()` may leave out, where a case needs it. @throws {TypeError} saying which ability is to be declared as lacking. */
export function given<S extends object, K extends keyof S>(
  store: S,
  member: K,
  abilities: readonly string[],
): NonNullable<S[K]> {
  const found = store[member];
  if (found) return found;
  throw new TypeError(
    `open() must return '${String(member)}', or lacks must say why there is no ${abilities.join(" and no ")}.`,
  );
}
