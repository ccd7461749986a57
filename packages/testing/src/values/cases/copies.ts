import { MemoryValues, ref, type ValueRecord } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { OpenedValues, ValuesSuite } from "../opened-values.ts";

const VALUE = { when: new Date(0), bytes: new Float64Array(1000).fill(0.5), map: new Map([[1n, undefined]]) };

/** `copyTo`, `exportRecords` and `importRecords`. */
export function copyCases(suite: ValuesSuite): void {
  suite.case("copies have all values with their parts and aliases", async (opened) => {
    const { values } = opened;
    await using first = memory(opened);
    const key = await first.save(VALUE, "latest");
    const outer = await first.save({ of: ref(key) });
    const { copied } = await first.copyTo(values);
    expect(copied).toBe((await first.list()).length);
    await using last = memory(opened);
    expect(await values.copyTo(last)).toEqual({ copied, skipped: 0 });
    for (const copy of [values, last]) {
      expectSame(await copy.load("latest"), VALUE);
      expectSame(await copy.load(outer), { of: VALUE });
      expect(await collect(copy.aliases())).toEqual([["latest", key]]);
    }
    expect(await first.copyTo(values)).toEqual({ copied: 0, skipped: copied });
    await values.gc();
    expectSame(await values.load("latest"), VALUE);
    await expectCode(values.load(outer), "DIGEST_NOT_FOUND");
  });

  suite.case("invalid records are refused before anything is stored, or skipped", async ({ values }) => {
    const key = await values.save("value");
    const [record] = (await collect(values.exportRecords())).flat() as [ValueRecord];
    await values.evict(key);
    const invalid = [
      { ...record, key: "abcd" },
      { ...record, aliases: ["abcd"] },
      { ...record, version: 0 },
      { ...record, data: Number.NaN },
    ];
    for (const each of invalid) await expect(values.importRecords([record, each])).rejects.toThrow();
    expect(await values.contains(key)).toBe(false);
    expect(await values.importRecords([record, ...invalid], { onError: "skip" })).toEqual([
      true,
      ...invalid.map(() => false),
    ]);
    expect(await values.load(key)).toBe("value");
    await expectClass(values.copyTo({} as typeof values), TypeError);
  });

  suite.corrupt("a damaged value does not stop a copy", async (opened) => {
    const { values, corrupt } = opened;
    const [bad, good] = [await values.save("bad"), await values.save("good")];
    await corrupt(bad);
    await using copy = memory(opened);
    await expectCode(values.copyTo(copy), "CORRUPT_RECORD");
    expect(await copy.list()).toEqual([good]);
    expect(await values.copyTo(copy, { onError: "skip" })).toEqual({ copied: 0, skipped: 1, failed: [bad] });
  });

  suite.always("copies of closed values are BACKEND_CLOSED", async (opened) => {
    const { values } = opened;
    await using copy = memory(opened);
    await values.close();
    await expectCode(values.copyTo(copy), "BACKEND_CLOSED");
    await expectCode(values.importRecords([]), "BACKEND_CLOSED");
    await expectCode(collect(values.exportRecords()), "BACKEND_CLOSED");
  });
}

function memory({ registry, clock }: OpenedValues): MemoryValues {
  return new MemoryValues({ registry, clock });
}
