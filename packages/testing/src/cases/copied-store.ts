import type { OpenedStore } from "../opened-store.ts";

/** Fills a store with four results of several kinds, for copies of it. */
export async function filled(store: OpenedStore): Promise<OpenedStore> {
  const { backend, clock, models } = store;
  await backend.set("a", [new Date(1), 2n, Number.NaN], { model: models.Anything });
  clock.advance(5);
  await backend.set("a/1", { plain: true }, { model: models.Anything, ttlSeconds: 1000 });
  await backend.set("a/2", { name: "Ada", age: 36 }, { model: models.Person, namespace: "lab" });
  await backend.set("b", 1, { model: models.Anything });
  clock.advance(5);
  await backend.set("b", 2, { model: models.Anything, behavior: "overwrite" });
  return store;
}
