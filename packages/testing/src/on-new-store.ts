import { ModelRegistry } from "@results-manager/core";
import { ManualClock } from "./manual-clock.ts";
import type { PropertyOptions, StoreContext } from "./store-under-test.ts";

/** What `open()` of a subject gives besides what is tested; what it cannot do may be left out. */
interface NewStore {
  readonly reopen?: (...options: never) => Promise<unknown>;
  readonly corrupt?: (key: string) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** What every case works with besides its store. */
export interface Surroundings<Store extends NewStore> {
  readonly registry: ModelRegistry;
  readonly clock: ManualClock;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further one on the store. */
  readonly reopen: NonNullable<Store["reopen"]>;
  /** Damages a stored record. */
  readonly corrupt: (key: string) => Promise<void>;
}

const DEFAULT_PROPERTIES: Required<PropertyOptions> = { runs: 100, seed: 20_260_101 };

/** Opens a store for one case, runs it, and disposes of the store. */
export async function onNewStore<Store extends NewStore>(
  open: (context: StoreContext) => Promise<Store>,
  properties: PropertyOptions | undefined,
  body: (store: Store, surroundings: Surroundings<Store>) => Promise<void>,
): Promise<void> {
  const registry = new ModelRegistry();
  const clock = new ManualClock();
  const store = await open({ registry, clock });
  try {
    await body(store, {
      registry,
      clock,
      properties: { ...DEFAULT_PROPERTIES, ...properties },
      reopen: reopenOf(store),
      corrupt: (key) => given(store, "corrupt", ["corruption"])(key),
    });
  } finally {
    await store.dispose();
  }
}

/** Opens a further one on a store, where a case needs that. */
export function reopenOf<Store extends NewStore>(store: Store): NonNullable<Store["reopen"]> {
  const reopen = (...options: never): Promise<unknown> =>
    given(store, "reopen", ["persistence", "sharing"])(...options);
  return reopen as NonNullable<Store["reopen"]>;
}

/** What `open()` may leave out, where a case needs it. @throws {TypeError} saying which ability is to be declared as lacking. */
function given<K extends keyof NewStore>(
  store: NewStore,
  member: K,
  abilities: readonly string[],
): NonNullable<NewStore[K]> {
  const found = store[member];
  if (found) return found;
  throw new TypeError(
    `open() must return '${String(member)}', or lacks must say why there is no ${abilities.join(" and no ")}.`,
  );
}
