import { CorruptRecordError, type ResultRecord } from "@results-manager/core";
import type { TypeTags } from "@results-manager/core/storage";
import { assert, expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

/** Damaged records: only the calls that read them fail. */
export function corruptRecordCases(suite: Suite): void {
  suite.case(
    "type tags that do not fit the data are CORRUPT_RECORD, with the path and the cause",
    async ({ backend, models: { Person } }) => {
      const good: ResultRecord = {
        id: "good",
        modelName: "Person",
        namespace: "default",
        version: 1,
        data: ADA,
        createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:00.000Z",
      };
      const bad: readonly TypeTags[] = [
        "bigint",
        { name: "Map" },
        { age: "Date" },
        { name: "Date" },
        { name: "NoSuchType" },
        { name: "bigint" },
        { name: "number" },
        { name: "undefined" },
        { name: "Uint8Array" },
        { name: "reference" },
        { missing: "Date" },
        { toString: "Date" },
        { name: { "0": "Date" } },
        ["Map", {}],
      ];
      await backend.importRecords([good, ...bad.map((types, i) => ({ ...good, id: `bad/${i}`, types }))]);
      for (const i of bad.keys()) {
        const error = await expectCode(backend.get(`bad/${i}`, Person), "CORRUPT_RECORD");
        assert(error instanceof CorruptRecordError);
        expect(error.id).toBe(`bad/${i}`);
        expect(error.location).toContain(`${i}`);
        expect(error.cause).toBeInstanceOf(Error);
        await expectCode(
          backend.set(`bad/${i}`, ADA, { model: Person, behavior: "raise_if_different" }),
          "RESULT_DIFFERS",
        );
      }
      expect(await backend.get("good")).toEqual(ADA);
      expect(await backend.listIds("bad")).toHaveLength(bad.length);
      expect(await backend.set("bad/0", BOB, { model: Person, behavior: "overwrite" })).toBe(true);
      expect(await backend.get("bad/0")).toEqual(BOB);
    },
  );

  suite.corrupt("a damaged record is CORRUPT_RECORD for every call that reads it", async (store) => {
    const { backend, models } = await damaged(store);
    for (const read of [
      () => backend.get("b"),
      () => backend.get("b", models.Anything),
      () => backend.getMany(["a", "b"]),
      () => backend.info("b"),
      () => backend.update("b", models.Person, () => BOB),
      () => backend.getOrCompute("b", models.Person, () => BOB),
      () => collect(backend.exportRecords()),
    ]) {
      const error = await expectCode(read(), "CORRUPT_RECORD");
      assert(error instanceof CorruptRecordError);
      expect(error.id).toBe("b");
      expect(error.message).toContain(error.location);
    }
  });

  suite.corrupt("a damaged record affects neither listings nor other records", async (store) => {
    const { backend, models } = await damaged(store);
    expect(await backend.listIds()).toEqual(["a", "b", "c"]);
    expect(await backend.exists("b")).toBe(true);
    expect(await backend.getMany(["a", "c"])).toEqual([ADA, ADA]);
    const [a, b, c] = await Promise.allSettled([backend.get("a"), backend.get("b"), backend.get("c")]);
    expect([a.status, b.status, c.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await backend.migrate()).toBe(0);
    expect(await backend.prune()).toBe(0);
    expect(await backend.set("d", ADA, { model: models.Person })).toBe(true);
  });

  suite.corrupt("a damaged record can be overwritten, deleted and cleared", async (store) => {
    const { backend, corrupt, models } = await damaged(store);
    expect(await backend.set("b", BOB, { model: models.Person, behavior: "overwrite" })).toBe(true);
    expect(await backend.get("b")).toEqual(BOB);
    await corrupt("b");
    expect(await backend.delete("b")).toBe(true);
    await expectCode(backend.get("b"), "RESULT_NOT_FOUND");
    await corrupt("a");
    expect(await backend.clear("a")).toBe(1);
    expect(await backend.listIds()).toEqual(["c"]);
  });
}

async function damaged(store: OpenedStore): Promise<OpenedStore> {
  const { backend, models } = store;
  await backend.setMany(
    [
      ["a", ADA],
      ["b", ADA],
      ["c", ADA],
    ],
    { model: models.Person },
  );
  await store.corrupt("b");
  return store;
}
