import type { ResultRecord } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `exportRecords` and `importRecords`. */
export function exportCases(suite: Suite): void {
  suite.case("exported records can be imported unchanged", async ({ backend, clock, models: { Person, Anything } }) => {
    await backend.set("a", ADA, { model: Person, ttlSeconds: 100 });
    await backend.set("a/b", new Map([[1n, new Date(5)]]), { model: Anything });
    const before = [await backend.info("a"), await backend.info("a/b")];
    const records = (await collect(backend.exportRecords())).flat();
    expect(records.map(({ id }) => id)).toEqual(["a", "a/b"]);
    await backend.clear();
    clock.advance(10);
    expect(await backend.importRecords(structuredClone(records))).toEqual([true, true]);
    expectSame([await backend.info("a"), await backend.info("a/b")], before);
    expectSame(await backend.getMany(["a", "a/b"]), [ADA, new Map([[1n, new Date(5)]])]);
  });

  suite.always("importRecords refuses an invalid record and stores none of the others", async ({ backend, models }) => {
    await backend.set("a", ADA, { model: models.Person });
    const time = "2026-01-01T00:00:00.000Z";
    const good = {
      modelName: "Person",
      namespace: "default",
      version: 1,
      data: ADA,
      createdAt: time,
      updatedAt: time,
    };
    const bad = { data: undefined, version: 0, modelName: 1, namespace: "", createdAt: "now", expiresAt: "soon" };
    for (const [field, value] of Object.entries(bad)) {
      const record = { ...good, id: "y", [field]: value } as unknown as ResultRecord;
      const failure = await failureOf(backend.importRecords([{ ...good, id: "x" }, record]));
      expect(failure).toBeInstanceOf(TypeError);
      expect((failure as Error).message).toContain(field);
    }
    for (const data of [Number.NaN, [-0], { at: new Date(0) }, { a: undefined }, 1n, () => 1]) {
      const record = { ...good, id: "x", data } as unknown as ResultRecord;
      expect(await failureOf(backend.importRecords([record]))).toBeInstanceOf(TypeError);
    }
    expect(await backend.exists("x")).toBe(false);
  });

  suite.case(
    "exportRecords takes a prefix and returns records in the order of the ids",
    async ({ backend, models: { Anything } }) => {
      await backend.setMany(
        [
          ["b", 1],
          ["a/2", 1],
          ["a/1", 1],
          ["ab", 1],
        ],
        { model: Anything },
      );
      const ids = async (prefix?: string): Promise<string[]> =>
        (await collect(backend.exportRecords(prefix))).flat().map(({ id }) => id);
      expect(await ids()).toEqual(["a/1", "a/2", "ab", "b"]);
      expect(await ids("a")).toEqual(["a/1", "a/2"]);
      expect(await ids("c")).toEqual([]);
    },
  );

  suite.case("exportRecords takes after, limit and order as ids does", async ({ backend, models: { Anything } }) => {
    const ids = Array.from({ length: 70 }, (_, i) => `n/${String(i).padStart(2, "0")}`);
    await backend.setMany(
      ids.map((id) => [id, id]),
      { model: Anything },
    );
    const exported = async (options: object): Promise<string[]> =>
      (await collect(backend.exportRecords("n", options))).flat().map(({ id }) => id);
    expect(await exported({ after: "n/09", limit: 40 })).toEqual(ids.slice(10, 50));
    expect(await exported({ order: "desc" })).toEqual(ids.toReversed());
    expect(await exported({ order: "desc", after: "n/50", limit: 2 })).toEqual(["n/49", "n/48"]);
    expect(await exported({ limit: 0 })).toEqual([]);
  });

  suite.case("an aborted signal ends exportRecords with its reason", async ({ backend, models: { Anything } }) => {
    await backend.set("a", 1, { model: Anything });
    const reason = new Error("enough");
    expect(await failureOf(collect(backend.exportRecords(undefined, { signal: AbortSignal.abort(reason) })))).toBe(
      reason,
    );
  });

  suite.case("importRecords obeys the behaviour, as set does", async ({ backend, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    const [records] = await collect(backend.exportRecords());
    if (!records) throw new Error("a record was stored");
    await expectCode(backend.importRecords(records), "RESULT_EXISTS");
    expect(await backend.importRecords(records, { behavior: "raise_if_different" })).toEqual([true]);
    expect(await backend.importRecords(records, { behavior: "skip_if_exists" })).toEqual([false]);
    await backend.set("a", BOB, { model: Person, behavior: "overwrite" });
    await expectCode(backend.importRecords(records, { behavior: "raise_if_different" }), "RESULT_DIFFERS");
    expect(await backend.importRecords(records, { behavior: "overwrite" })).toEqual([true]);
    expect(await backend.get("a", Person)).toEqual(ADA);
  });

  suite.always("importRecords refuses an invalid id before anything is written", async ({ backend }) => {
    const record = {
      modelName: "Anything",
      namespace: "default",
      version: 1,
      data: 1,
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
    };
    await expectCode(
      backend.importRecords([
        { ...record, id: "good" },
        { ...record, id: "../bad" },
      ]),
      "INVALID_ID",
    );
    expect(await backend.exists("good")).toBe(false);
  });

  suite.case("importRecords with onError treats each record by itself", async ({ backend, models: { Anything } }) => {
    const time = "2026-01-01T00:00:00.000Z";
    const content = { modelName: "Anything", namespace: "default", version: 1, createdAt: time, updatedAt: time };
    const record = (id: string, data: number): ResultRecord => ({ ...content, id, data });
    await backend.set("there", 0, { model: Anything });
    const records = [
      record("a", 1),
      { ...record("b", 2), version: 0 },
      record("../c", 3),
      record("there", 4),
      null as unknown as ResultRecord,
      record("d", 5),
    ];
    const told: string[] = [];
    const onError = (id: string): void => void told.push(id);
    expect(await backend.importRecords(records, { onError })).toEqual([true, false, false, false, false, true]);
    expect(told.sort()).toEqual(["", "../c", "b", "there"]);
    expect(await backend.importRecords(records, { onError: "skip", behavior: "overwrite" })).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(await backend.getMany(["a", "there", "d"], Anything)).toEqual([1, 4, 5]);
    expect(await backend.listIds()).toEqual(["a", "d", "there"]);
  });
}
