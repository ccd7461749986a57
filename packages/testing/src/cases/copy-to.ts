import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

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

/** Damaged records, which do not keep other records from being copied. */
export function damagedCopyCases(suite: Suite): void {
  suite.corrupt("all other records are copied before the error of a damaged one is thrown", async (store) => {
    const { backend, ids } = await damaged(store);
    await using target = await store.elsewhere();
    const error = await expectCode(backend.copyTo(target), "CORRUPT_RECORD");
    expect(error.id).toBe("n/10");
    expect(error.message).toContain("'n/150'");
    expect(await target.listIds()).toEqual(ids);
  });

  suite.corrupt("onError: 'skip' leaves out damaged records and lists them", async (store) => {
    const { backend, ids } = await damaged(store);
    await using target = await store.elsewhere();
    const summary = await backend.copyTo(target, { onError: "skip" });
    expect(summary).toEqual({ copied: ids.length, skipped: 0, failed: ["n/10", "n/150"] });
    expect(await target.listIds()).toEqual(ids);
  });

  suite.corrupt("an onError function is called for each damaged record, and onProgress counts them", async (store) => {
    const { backend, ids } = await damaged(store);
    await using target = await store.elsewhere();
    const told: (readonly [string, unknown])[] = [];
    const onError = (id: string, error: Error): void => {
      told.push([id, (error as Error & { code?: string }).code]);
    };
    let last: unknown;
    await backend.copyTo(target, {
      onError,
      onProgress: (progress) => {
        last = progress;
      },
    });
    expect(told).toEqual([
      ["n/10", "CORRUPT_RECORD"],
      ["n/150", "CORRUPT_RECORD"],
    ]);
    expect(last).toEqual({ done: ids.length + 2, total: ids.length + 2 });
    expect(await target.listIds()).toEqual(ids);
  });

  suite.corrupt("an error that onError throws ends the copy", async (store) => {
    const { backend } = await damaged(store);
    await using target = await store.elsewhere();
    const reason = new Error("enough");
    const onError = (): never => {
      throw reason;
    };
    expect(await failureOf(backend.copyTo(target, { onError }))).toBe(reason);
  });

  suite.corrupt("a damaged record does not keep others from being exported", async (store) => {
    const { backend, ids } = await damaged(store);
    const exported: string[] = [];
    const all = async (): Promise<void> => {
      for await (const page of backend.exportRecords()) exported.push(...page.map(({ id }) => id));
    };
    expect((await expectCode(all(), "CORRUPT_RECORD")).id).toBe("n/10");
    expect(exported).toEqual(ids);
    const told: string[] = [];
    const onError = (id: string): void => void told.push(id);
    expect((await collect(backend.exportRecords("n", { onError }))).flat().map(({ id }) => id)).toEqual(ids);
    expect(told).toEqual(["n/10", "n/150"]);
    const skipped = await collect(backend.exportRecords(undefined, { onError: "skip" }));
    expect(skipped.flat().map(({ id }) => id)).toEqual(ids);
  });

  suite.case("a record that the target refuses does not keep others from being copied", async (store) => {
    const { backend, models } = await filled(store);
    await using target = await store.elsewhere();
    await target.set("a/1", "mine", { model: models.Anything });
    await expectCode(backend.copyTo(target), "RESULT_EXISTS");
    expect(await target.listIds()).toEqual(["a", "a/1", "a/2", "b"]);
    await target.clear("b");
    expect(await backend.copyTo(target, { behavior: "raise_if_different", onError: "skip" })).toEqual({
      copied: 3,
      skipped: 0,
      failed: ["a/1"],
    });
    expect(await target.get("a/1", models.Anything)).toBe("mine");
  });

  suite.always("an invalid onError is a TypeError", async (store) => {
    await using target = await store.elsewhere();
    const onError = "ignore" as "skip";
    expect(await failureOf(store.backend.copyTo(target, { onError }))).toBeInstanceOf(TypeError);
    expect(await failureOf(collect(store.backend.exportRecords(undefined, { onError })))).toBeInstanceOf(TypeError);
    expect(await failureOf(store.backend.importRecords([], { onError }))).toBeInstanceOf(TypeError);
  });

  suite.case("a page of large records is limited by its bytes, not only by its count", async (store) => {
    const { backend, models } = store;
    const large = "x".repeat(400_000);
    await backend.setMany(
      Array.from({ length: 40 }, (_, i) => [`n/${i}`, large] as const),
      { model: models.Anything },
    );
    let most = 0;
    let records = 0;
    for await (const page of backend.exportRecords()) {
      most = Math.max(most, page.length);
      records += page.length;
    }
    expect(records).toBe(40);
    expect(most).toBeLessThanOrEqual(26);
  });
}

async function damaged(store: OpenedStore): Promise<OpenedStore & { readonly ids: readonly string[] }> {
  const { backend, models } = store;
  const all = Array.from({ length: 200 }, (_, i) => `n/${i}`);
  await backend.setMany(
    all.map((id, i) => [id, i] as const),
    { model: models.Anything },
  );
  for (const id of ["n/10", "n/150"]) await store.corrupt(id);
  return { ...store, ids: all.filter((id) => id !== "n/10" && id !== "n/150").sort() };
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
