import { type KeyedRecord, MemoryCalls } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { CallsSuite, OpenedCalls } from "../opened-calls.ts";

const CALL = {
  ...{ name: "train", module: "lab", version: 2 },
  arguments: { rate: 0.5, layers: [1, 2] },
  result: { loss: new Float64Array(1000).fill(0.5) },
  metadata: { run: { host: "a", ok: true, when: new Date(0) } },
};

/** `copyTo`, `exportRecords` and `importRecords`. */
export function copyCases(suite: CallsSuite): void {
  suite.case("copies have all calls with their values, metadata, and the rest of their lifetimes", async (opened) => {
    const { calls, clock } = opened;
    await using first = memory(opened);
    const key = await first.save(CALL);
    const short = await first.save({ name: "short", arguments: {} }, { ttlSeconds: 10 });
    await first.save({ name: "gone", arguments: {} }, { ttlSeconds: 1 });
    await first.values.save("alone", "name");
    clock.advance(5);
    const before = await first.load(key);
    expect(await first.copyTo(calls)).toEqual({ copied: 2, skipped: 0 });
    await using last = memory(opened);
    expect(await calls.copyTo(last)).toEqual({ copied: 2, skipped: 0 });
    for (const copy of [calls, last]) {
      expectSame(await copy.load(key), before);
      expectSame(await copy.values.load(before.result?.digest ?? ""), CALL.result);
      expect(await copy.values.load("name")).toBe("alone");
      const found = await collect(copy.query({ name: "train", arguments: { rate: 0.5 } }));
      expect(found.map((call) => call.key)).toEqual([key]);
    }
    clock.advance(5);
    await expectCode(calls.load(short), "DIGEST_NOT_FOUND");
    await expectCode(last.load(short), "DIGEST_NOT_FOUND");
  });

  suite.case("a call without its values, of another key or that is none, is refused", async (opened) => {
    const { calls } = opened;
    await using other = memory(opened);
    const key = await other.save(CALL);
    const [record] = (await collect(other.exportRecords())).flat() as [KeyedRecord];
    await expectCode(calls.importRecords([record]), "DIGEST_NOT_FOUND");
    expect(await calls.list()).toEqual([]);
    await other.values.copyTo(calls.values);
    const wrong = { ...record, key: "ab".repeat(32) };
    await expectCode(calls.importRecords([wrong]), "CORRUPT_RECORD");
    expect(await calls.importRecords([record, wrong], { onError: "skip" })).toEqual([true, false]);
    expect(await calls.list()).toEqual([key]);
  });

  suite.corrupt("a damaged call does not stop a copy", async (opened) => {
    const { calls, corrupt } = opened;
    const keys = [await calls.save(CALL), await calls.save({ name: "f", arguments: {} })];
    await corrupt(keys[0] as string);
    await using copy = memory(opened);
    await expectCode(calls.copyTo(copy), "CORRUPT_RECORD");
    expect(await copy.list()).toEqual([keys[1]]);
    expect(await calls.copyTo(copy, { onError: "skip" })).toEqual({ copied: 1, skipped: 0, failed: [keys[0]] });
  });

  suite.always("copies of closed calls are BACKEND_CLOSED", async (opened) => {
    const { calls } = opened;
    await using copy = memory(opened);
    await calls.close();
    await expectCode(calls.copyTo(copy), "BACKEND_CLOSED");
    await expectCode(calls.importRecords([]), "BACKEND_CLOSED");
    await expectCode(collect(calls.exportRecords()), "BACKEND_CLOSED");
  });
}

function memory({ registry, clock }: OpenedCalls): MemoryCalls {
  return new MemoryCalls({ registry, clock });
}
