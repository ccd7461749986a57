import { ModelRegistry } from "@results-manager/core";
import { ManualClock } from "./manual-clock.ts";
import type { PropertyOptions, StoreContext } from "./store-under-test.ts";

/** Members that `open()` of a subject returns besides the tested object; those of lacking abilities are optional. */
interface NewStore {
  readonly reopen?: (...options: never) => Promise<unknown>;
  readonly corrupt?: (key: string) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Parameters of every case besides its store. */
export interface Surroundings<Store extends NewStore> {
  readonly registry: ModelRegistry;
  readonly clock: ManualClock;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further object under test on the store. */
  readonly reopen: NonNullable<Store["reopen"]>;
  /** Damages a stored record. */
  readonly corrupt: (key: string) => Promise<void>;
}

const DEFAULT_PROPERTIES: Required<PropertyOptions> = {
  runs: 100,
  seed: 20_260_101,
  closings: Number.POSITIVE_INFINITY,
};

/**
 * Opens a store for one case, runs the case, and disposes of the store.
 *
 * @param member Name of the member of the store that is tested.
 * @throws {TypeError} when what `open` returns lacks it, or cannot be disposed of.
 */
export async function onNewStore<Store extends NewStore>(
  open: (context: StoreContext) => Promise<Store>,
  member: keyof Store & string,
  properties: PropertyOptions | undefined,
  body: (store: Store, surroundings: Surroundings<Store>) => Promise<void>,
): Promise<void> {
  const registry = new ModelRegistry();
  const clock = new ManualClock();
  const store = await open({ registry, clock });
  checkNewStore(store, member);
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

/** Returns the `reopen` of a store, which fails only when it is missing and a case calls it. */
export function reopenOf<Store extends NewStore>(store: Store): NonNullable<Store["reopen"]> {
  const reopen = (...options: never): Promise<unknown> =>
    given(store, "reopen", ["persistence", "sharing"])(...options);
  return reopen as NonNullable<Store["reopen"]>;
}

function checkNewStore(store: unknown, member: string): void {
  const isObject = typeof store === "object" && store !== null;
  for (const name of [member, "dispose"]) {
    if (isObject && name in store) continue;
    const got = isObject ? `an object with ${Object.keys(store).join(", ") || "no members"}` : String(store);
    throw new TypeError(`open() must return an object with '${member}' and 'dispose', got ${got}.`);
  }
}

/** Returns an optional member of a store. @throws {TypeError} that names the ability to declare as lacking if it is missing. */
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
