import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";
import { filled } from "./copied-store.ts";

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
