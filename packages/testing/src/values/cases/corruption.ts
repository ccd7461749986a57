import { CorruptRecordError } from "@results-manager/core";
import { assert, expect } from "vitest";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { ValuesSuite } from "../opened-values.ts";

/** Damaged records: only the calls that load them fail. */
export function corruptionCases(suite: ValuesSuite): void {
  suite.corrupt("a damaged value is CORRUPT_RECORD, and other values are not affected", async ({ values, corrupt }) => {
    const [bad, good] = [await values.save({ a: [1] }), await values.save({ a: [2] })];
    await corrupt(bad);
    const error = await expectCode(values.load(bad), "CORRUPT_RECORD");
    assert(error instanceof CorruptRecordError);
    expect(error.message).toContain(bad);
    expect(error.message).toContain(error.location);
    expectSame(await values.load(good), { a: [2] });
    expect(await values.contains(bad)).toBe(true);
    expect((await values.list()).includes(bad)).toBe(true);
  });

  suite.corrupt("a damaged value that is evicted and saved again can be loaded", async ({ values, corrupt }) => {
    const key = await values.save({ a: [1] });
    await corrupt(key);
    expect(await values.evict(key)).toBe(true);
    expect(await values.save({ a: [1] })).toBe(key);
    expectSame(await values.load(key), { a: [1] });
  });

  suite.corrupt("gc continues after a damaged value", async ({ values, corrupt }) => {
    const [bad, good] = [await values.save("bad"), await values.save("good")];
    await corrupt(bad);
    await values.gc([good]);
    expect(await values.list()).toEqual([good]);
  });
}
