import { assert, expect } from "vitest";
import { collect } from "../collect.ts";
import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";

interface Sample {
  list: unknown[];
  map: Map<string, unknown>;
  bytes: Uint8Array;
  date: Date;
}

function sample(): Sample {
  return { list: [{ deep: 1 }], map: new Map([["k", { v: 1 }]]), bytes: Uint8Array.of(1, 2), date: new Date(1) };
}

function spoil(value: Sample): void {
  (value.list[0] as { deep: number }).deep = 99;
  value.list.push("more");
  (value.map.get("k") as { v: number }).v = 99;
  value.map.set("more", 1);
  value.bytes[0] = 99;
  value.date.setTime(99);
}

/** Values are copies: the store shares no object with its callers. */
export function copiedValueCases(suite: Suite): void {
  suite.case("set stores the data as it is at the call", async ({ backend, models: { Anything } }) => {
    const value = sample();
    const stored = backend.set("id", value, { model: Anything });
    spoil(value);
    await stored;
    expectSame(await backend.get("id", Anything), sample());
  });

  suite.case("setMany stores the data as it is at the call", async ({ backend, models: { Anything } }) => {
    const values = [sample(), sample()];
    const entries = values.map((value, i): [string, Sample] => [`id/${i}`, value]);
    const stored = backend.setMany(entries, { model: Anything });
    for (const value of values) spoil(value);
    entries.length = 0;
    expect(await stored).toEqual([true, true]);
    expectSame(await backend.getMany(["id/0", "id/1"], Anything), [sample(), sample()]);
  });

  suite.case("changes after the write do not change the store", async ({ backend, models: { Anything } }) => {
    const value = sample();
    await backend.set("id", value, { model: Anything });
    spoil(value);
    expectSame(await backend.get("id", Anything), sample());
  });

  suite.case("changes to a value from get do not change the store", async ({ backend, models: { Anything } }) => {
    await backend.set("id", sample(), { model: Anything });
    spoil((await backend.get("id", Anything)) as Sample);
    spoil((await backend.get("id")) as Sample);
    const [many] = await backend.getMany(["id"], Anything);
    spoil(many as Sample);
    expectSame(await backend.get("id", Anything), sample());
  });

  suite.case("plain JSON is copied, although it needs no decoding", async ({ backend, models: { Anything } }) => {
    const plain = (): { list: { deep: number }[] } => ({ list: [{ deep: 1 }] });
    const change = (value: unknown): void => {
      const { list } = value as ReturnType<typeof plain>;
      for (const item of list) item.deep = 99;
      list.push({ deep: 2 });
    };
    const given = plain();
    const stored = backend.set("id", given, { model: Anything });
    change(given);
    await stored;
    change(await backend.get("id", Anything));
    change(await backend.get("id"));
    change((await backend.getMany(["id"], Anything))[0]);
    change(await backend.getOrCompute("id", Anything, plain));
    const [a, b] = await Promise.all([backend.get("id", Anything), backend.get("id", Anything)]);
    change(a);
    expectSame(b, plain());
    change(await backend.update("id", Anything, (current) => current));
    expectSame(await backend.get("id", Anything), plain());
  });

  suite.case("exported and imported records are copies", async ({ backend, models: { Anything } }) => {
    const plain = (): { list: number[] } => ({ list: [1] });
    await backend.set("id", plain(), { model: Anything });
    const [page] = await collect(backend.exportRecords());
    const [record] = page ?? [];
    assert(record);
    (record.data as unknown as { list: number[] }).list.push(99);
    expectSame(await backend.get("id", Anything), plain());
    const imported = { ...record, id: "other", data: plain() };
    await backend.importRecords([imported]);
    imported.data.list.push(99);
    expectSame(await backend.get("other", Anything), plain());
  });

  suite.case("two reads in one turn return separate copies", async ({ backend, models: { Anything } }) => {
    await backend.set("id", sample(), { model: Anything });
    const [a, b] = (await Promise.all([backend.get("id", Anything), backend.get("id", Anything)])) as [Sample, Sample];
    spoil(a);
    expectSame(b, sample());
  });

  suite.case("update and getOrCompute pass and return copies", async ({ backend, models: { Anything } }) => {
    const made = sample();
    spoil((await backend.update("u", Anything, () => made)) as Sample);
    expectSame(made, sample());
    spoil(made);
    expectSame(await backend.get("u", Anything), sample());
    await backend.update("u", Anything, (current) => {
      const copy = structuredClone(current);
      spoil(current as Sample);
      return copy;
    });
    expectSame(await backend.get("u", Anything), sample());

    const computed = sample();
    const [a, b] = (await Promise.all([
      backend.getOrCompute("c", Anything, () => computed),
      backend.getOrCompute("c", Anything, () => computed),
    ])) as [Sample, Sample];
    spoil(a);
    spoil(computed);
    expectSame(b, sample());
    expectSame(await backend.get("c", Anything), sample());
  });

  suite.case("options are read at the call", async ({ backend, models: { Anything } }) => {
    const options: { model: typeof Anything; behavior: "overwrite" | "skip_if_exists" } = {
      model: Anything,
      behavior: "overwrite",
    };
    await backend.set("id", 1, options);
    const stored = backend.set("id", 2, options);
    options.behavior = "skip_if_exists";
    expect(await stored).toBe(true);
    expect(await backend.get("id", Anything)).toBe(2);
  });
}
