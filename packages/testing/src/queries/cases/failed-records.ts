import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import { ADA, BOB } from "../../fixtures.ts";
import type { OpenedStore } from "../../opened-store.ts";
import type { Suite } from "../../suite.ts";

/** Records that cannot be read: the others are found, and the error is told. */
export function failedRecordCases(suite: Suite): void {
  suite.asynchronous(
    "the error of a damaged record comes after all results",
    async (store) => {
      const { backend, models } = await damaged(store);
      for (const options of [{}, { orderBy: ["name"] }] as const) {
        const ids: string[] = [];
        const walk = async (): Promise<void> => {
          for await (const id of backend.findIds(models.Person, options)) ids.push(id);
        };
        await expectCode(walk(), "CORRUPT_RECORD");
        expect(ids).toEqual(["a", "c"]);
      }
    },
    ["retention", "corruption"],
  );

  suite.corrupt("a damaged record does not hide the others", async (store) => {
    const { backend, models } = await damaged(store);
    for (const options of [{}, { orderBy: ["name"] }] as const) {
      expect((await expectCode(collect(backend.findIds(models.Person, options)), "CORRUPT_RECORD")).id).toBe("b");
    }
    expect(await collect(backend.findIds(models.Person, { onError: "skip" }))).toEqual(["a", "c"]);
    await expectCode(backend.count(models.Person), "CORRUPT_RECORD");
    await expectCode(backend.first(models.Person, { where: { name: "Bob" } }), "CORRUPT_RECORD");
    const failed: string[] = [];
    expect(await backend.count(models.Person, { onError: (id) => failed.push(id) })).toBe(2);
    expect(failed).toEqual(["b"]);
    expect(await backend.aggregate(models.Person, { onError: "skip", sum: ["age"] })).toEqual([
      { group: {}, count: 2, sum: { age: ADA.age + BOB.age } },
    ]);
  });

  suite.corrupt("a damaged record behind the last result is no error", async (store) => {
    const { backend, models } = await damaged(store);
    expect((await backend.first(models.Person))?.id).toBe("a");
    expect((await backend.first(models.Person, { orderBy: ["-id"] }))?.id).toBe("c");
    expect(await collect(backend.findIds(models.Person, { limit: 1 }))).toEqual(["a"]);
    await expectCode(collect(backend.findIds(models.Person, { limit: 2 })), "CORRUPT_RECORD");
  });

  suite.corrupt("entries give a damaged record as an error in its place", async (store) => {
    const { backend, models } = await damaged(store);
    const outcomes: unknown[] = [];
    for await (const { id, value, error } of backend.entries(undefined, models.Person, { onError: "yield" })) {
      outcomes.push([id, value, (error as { code?: string } | undefined)?.code]);
    }
    expect(outcomes).toEqual([
      ["a", ADA, undefined],
      ["b", undefined, "CORRUPT_RECORD"],
      ["c", BOB, undefined],
    ]);
    await expectCode(collect(backend.entries()), "CORRUPT_RECORD");
    const skipped = await collect(backend.entries(undefined, models.Person, { onError: "skip", limit: 2 }));
    expect(skipped.map(({ id }) => id)).toEqual(["a"]);
  });

  suite.corrupt("getMany gives each id its own outcome", async (store) => {
    const { backend, models } = await damaged(store);
    const outcomes = await backend.getMany(["a", "b", "missing"], models.Person, { onError: "return" });
    expect(outcomes).toEqual([
      { id: "a", value: ADA },
      { id: "b", error: expect.objectContaining({ code: "CORRUPT_RECORD" }) },
      { id: "missing", value: undefined },
    ]);
    await expectCode(backend.getMany(["a", "b"], models.Person), "CORRUPT_RECORD");
    await expectCode(backend.inspect("b"), "CORRUPT_RECORD");
  });

  suite.case("a value that does not fit its model is an error of its own", async ({ backend, models, registry }) => {
    await backend.set("a", ADA, { model: models.Person });
    registry.clearRegistry();
    const Stricter = registry.register("Person", v.object({ name: v.literal("Bob"), age: v.number() }));
    await backend.set("b", { name: "Bob", age: 41 }, { model: Stricter });
    const error = await expectCode(backend.count(Stricter), "VALIDATION_FAILED");
    expect(error.id).toBe("a");
    expect(await collect(backend.findIds(Stricter, { onError: "skip" }))).toEqual(["b"]);
    const [first, second] = await backend.getMany(["a", "b"], Stricter, { onError: "return" });
    expect(first?.error).toMatchObject({ code: "VALIDATION_FAILED", id: "a" });
    expect(second?.value).toEqual(BOB);
  });
}

async function damaged(store: OpenedStore): Promise<OpenedStore> {
  const { backend, corrupt, models } = store;
  await backend.setMany(
    [
      ["a", ADA],
      ["b", ADA],
      ["c", BOB],
    ],
    { model: models.Person },
  );
  await corrupt("b");
  return store;
}
