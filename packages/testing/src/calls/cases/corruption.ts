import { CorruptRecordError, memoize } from "@results-manager/core";
import { assert, expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Damaged records: only the calls that read them fail. */
export function corruptionCases(suite: CallsSuite): void {
  suite.corrupt("a damaged call is CORRUPT_RECORD and matches no template", async ({ calls, corrupt }) => {
    const fn = memoize((i: number) => i, { storage: calls, name: "f" });
    await Promise.all([fn(1), fn(2)]);
    const [bad, good] = [fn.digest(1), fn.digest(2)];
    await corrupt(bad);
    const error = await expectCode(calls.load(bad), "CORRUPT_RECORD");
    assert(error instanceof CorruptRecordError);
    expect(error.message).toContain(error.location);
    await expectCode(fn(1), "CORRUPT_RECORD");
    expect(await fn(2)).toBe(2);
    for (const template of [{}, { name: "f" }, { where: { "arguments.0": { exists: true } } }]) {
      expect((await collect(calls.query(template))).map(({ key }) => key)).toEqual([good]);
    }
    expect(await calls.list()).toEqual([bad, good].sort());
    expect(await calls.transform((call) => ({ ...call, metadata: { m: {} } }))).toBe(1);
  });

  suite.corrupt("a damaged call that is forgotten is computed again", async ({ calls, corrupt }) => {
    const fn = memoize((i: number) => i, { storage: calls, name: "f" });
    await fn(1);
    await corrupt(fn.digest(1));
    expect(await fn.forget(1)).toBe(true);
    expect(await fn(1)).toBe(1);
  });

  suite.corrupt("a damaged call that is saved again can be loaded", async ({ calls, corrupt }) => {
    const call = { name: "f", arguments: { i: 1 } };
    const key = await calls.save(call);
    await corrupt(key);
    expect(await calls.save(call)).toBe(key);
    expect((await calls.load(key)).name).toBe("f");
  });
}
