import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

/** `copyTo` another backend, and back. */
export function copyToCases(suite: Suite): void {
  suite.case("copies results as they are stored, times included", async (store) => {
    const { backend, clock, models } = await filled(store);
    await using target = await store.elsewhere();
    clock.advance(50);
    expect(await backend.copyTo(target)).toEqual({ copied: 4, skipped: 0 });
    for (const id of await backend.listIds()) {
      expectSame(await target.get(id, models.Anything), await backend.get(id, models.Anything));
      expectSame(await target.info(id), await backend.info(id));
    }
    expect(await target.listIds()).toEqual(await backend.listIds());
  });

  suite.case("is copied to, times included", async (store) => {
    const { backend, clock, models } = store;
    await using source = await store.elsewhere();
    await filled({ ...store, backend: source });
    clock.advance(50);
    expect(await source.copyTo(backend)).toEqual({ copied: 4, skipped: 0 });
    for (const id of await source.listIds()) {
      expectSame(await backend.get(id, models.Anything), await source.get(id, models.Anything));
      expectSame(await backend.info(id), await source.info(id));
    }
  });

  suite.case("needs no model", async (store) => {
    const { backend, registry } = await filled(store);
    await using target = await store.elsewhere();
    registry.clearRegistry();
    expect(await backend.copyTo(target)).toEqual({ copied: 4, skipped: 0 });
  });

  suite.case("prefix: only these", async (store) => {
    const { backend } = await filled(store);
    await using target = await store.elsewhere();
    expect(await backend.copyTo(target, { prefix: "a" })).toEqual({ copied: 3, skipped: 0 });
    expect(await target.listIds()).toEqual(["a", "a/1", "a/2"]);
  });

  suite.case("behavior: what happens to what the target has", async (store) => {
    const { backend, models } = await filled(store);
    await using target = await store.elsewhere();
    await target.set("a/1", "mine", { model: models.Anything });
    await expectCode(backend.copyTo(target), "RESULT_EXISTS");
    await expectCode(backend.copyTo(target, { behavior: "raise_if_different" }), "RESULT_DIFFERS");
    expect(await target.get("a/1", models.Anything)).toBe("mine");
    // What failed came after what went well: the others are there by now, and the same.
    expect(await backend.copyTo(target, { behavior: "skip_if_exists" })).toEqual({ copied: 0, skipped: 4 });
    expect(await backend.copyTo(target, { behavior: "overwrite" })).toEqual({ copied: 4, skipped: 0 });
    expect(await backend.copyTo(target, { behavior: "raise_if_different" })).toEqual({ copied: 4, skipped: 0 });
  });

  suite.case("onProgress: from none to all, never back", async (store) => {
    const { backend, models } = store;
    await backend.setMany(
      Array.from({ length: 3000 }, (_, i) => [`n/${i}`, i] as const),
      { model: models.Anything },
    );
    await using target = await store.elsewhere();
    const seen: { readonly done: number; readonly total: number }[] = [];
    await backend.copyTo(target, { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ done: 0, total: 3000 });
    expect(seen.at(-1)).toEqual({ done: 3000, total: 3000 });
    const done = seen.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(await target.listIds()).toHaveLength(3000);
  });

  suite.case("signal: an aborted one ends the copy with its reason", async (store) => {
    const { backend } = await filled(store);
    await using target = await store.elsewhere();
    const reason = new Error("enough");
    expect(await failureOf(backend.copyTo(target, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(await target.listIds()).toEqual([]);
  });

  suite.always("an empty store copies nothing", async (store) => {
    await using target = await store.elsewhere();
    expect(await store.backend.copyTo(target)).toEqual({ copied: 0, skipped: 0 });
    expect(await collect(target.ids())).toEqual([]);
  });
}

async function filled(store: OpenedStore): Promise<OpenedStore> {
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
