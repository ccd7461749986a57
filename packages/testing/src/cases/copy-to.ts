import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";
import { filled } from "./copied-store.ts";

/** `copyTo` to another backend and back. */
export function copyToCases(suite: Suite): void {
  suite.case("copyTo copies results as they are stored, including times", async (store) => {
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

  suite.case("a copy from another backend keeps the times", async (store) => {
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

  suite.case("copyTo needs no model", async (store) => {
    const { backend, registry } = await filled(store);
    await using target = await store.elsewhere();
    registry.clearRegistry();
    expect(await backend.copyTo(target)).toEqual({ copied: 4, skipped: 0 });
  });

  suite.case("copyTo with a prefix copies only the ids below it", async (store) => {
    const { backend } = await filled(store);
    await using target = await store.elsewhere();
    expect(await backend.copyTo(target, { prefix: "a" })).toEqual({ copied: 3, skipped: 0 });
    expect(await target.listIds()).toEqual(["a", "a/1", "a/2"]);
  });

  suite.case("behavior decides about results that the target already has", async (store) => {
    const { backend, models } = await filled(store);
    await using target = await store.elsewhere();
    await target.set("a/1", "mine", { model: models.Anything });
    await expectCode(backend.copyTo(target), "RESULT_EXISTS");
    await expectCode(backend.copyTo(target, { behavior: "raise_if_different" }), "RESULT_DIFFERS");
    expect(await target.get("a/1", models.Anything)).toBe("mine");
    // The other results were copied before the failure.
    expect(await backend.copyTo(target, { behavior: "skip_if_exists" })).toEqual({ copied: 0, skipped: 4 });
    expect(await backend.copyTo(target, { behavior: "overwrite" })).toEqual({ copied: 4, skipped: 0 });
    expect(await backend.copyTo(target, { behavior: "raise_if_different" })).toEqual({ copied: 4, skipped: 0 });
  });

  suite.case("onProgress reports from none to all, never decreasing", async (store) => {
    const { backend, models } = store;
    await backend.setMany(
      Array.from({ length: 1500 }, (_, i) => [`n/${i}`, i] as const),
      { model: models.Anything },
    );
    await using target = await store.elsewhere();
    const seen: { readonly done: number; readonly total: number }[] = [];
    await backend.copyTo(target, { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ done: 0, total: 1500 });
    expect(seen.at(-1)).toEqual({ done: 1500, total: 1500 });
    const done = seen.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(await target.listIds()).toHaveLength(1500);
  });

  suite.case("an aborted signal ends the copy with its reason", async (store) => {
    const { backend } = await filled(store);
    await using target = await store.elsewhere();
    const reason = new Error("enough");
    expect(await failureOf(backend.copyTo(target, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(await target.listIds()).toEqual([]);
  });

  suite.always("copying an empty store copies nothing", async (store) => {
    await using target = await store.elsewhere();
    expect(await store.backend.copyTo(target)).toEqual({ copied: 0, skipped: 0 });
    expect(await collect(target.ids())).toEqual([]);
  });
}
