import { ANY, type CallStorage, memoize } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { deferred } from "../../deferred.ts";
import { expectClass } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

const CALL = { name: "f", arguments: { a: [1] } };

/** Fingerprints: a call records the function's source, which is no part of its key. */
export function fingerprintCases(suite: CallsSuite): void {
  suite.case("a fingerprint is stored and matched exactly, and is no part of the key", async ({ calls }) => {
    const key = await calls.save({ ...CALL, fingerprint: "one", result: 1 });
    expect(key).toBe(calls.key(CALL));
    expect((await calls.load(key)).fingerprint).toBe("one");
    const other = await calls.save({ ...CALL, name: "g", result: 1 });
    const found = async (fingerprint: string | typeof ANY): Promise<string[]> =>
      (await collect(calls.query({ fingerprint }))).map((call) => call.key);
    expect([await found("one"), await found("on"), await found(ANY)]).toEqual([[key], [], [key]]);
    expect(await collect(calls.query())).toHaveLength(2);
    await calls.transform((call) => ({ ...call, fingerprint: "two" }));
    expect((await found("two")).sort()).toEqual([key, other].sort());
    await calls.transform(({ fingerprint: _, ...call }) => call);
    expect(await found(ANY)).toEqual([]);
  });

  suite.case(
    "a result with another fingerprint, or none, is computed again and replaced",
    async ({ calls: storage }) => {
      for (const [i, size] of [1, 9_000].entries()) {
        const of = (text: string | boolean | undefined, result: string) =>
          memoize((_: number) => result.repeat(size), { storage, name: `f${i}`, parameters: ["n"], fingerprint: text });
        const outcomes: string[] = [];
        for (const [text, result] of [
          [undefined, "a"],
          ["one", "b"],
          ["one", "c"],
          [false, "d"],
          ["two", "e"],
          ["one", "f"],
        ] as const) {
          outcomes.push((await of(text, result)(1)).slice(0, 1));
        }
        expect(outcomes).toEqual(["a", "b", "b", "b", "e", "f"]);
        expect([await of("one", "").contains(1), await of("two", "").contains(1)]).toEqual([true, false]);
        expect(await of("one", "").explainMiss(1)).toBeUndefined();
        await of("one", "g")(2);
        expect(await of("two", "").explainMiss(1)).toMatchObject({
          nearest: { key: of("two", "").digest(1) },
          differences: [{ field: "fingerprint", difference: { path: [], old: "one", new: "two" } }],
        });
      }
    },
  );

  suite.case("the fingerprint true is the digest of the source", async ({ calls: storage }) => {
    const first = memoize((n: number) => n + 1, { storage, name: "f", fingerprint: true });
    const same = memoize((n: number) => n + 1, { storage, name: "f", fingerprint: true });
    const other = memoize((n: number) => n + 2, { storage, name: "f", fingerprint: true });
    expect(first.call(1).fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(same.call(1)).toEqual(first.call(1));
    expect(other.digest(1)).toBe(first.digest(1));
    expect([await first(1), await same(1), await other(1), await other(1), await first(1)]).toEqual([2, 2, 3, 3, 2]);
  });

  suite.case("the first stored result stays for its own fingerprint only", async ({ calls }) => {
    const computing = await computeWhile(calls, "one", async () => {
      await calls.save({ ...CALL, fingerprint: "two", result: "stored" });
    });
    expect(computing).toBe("computed");
    expect(await calls.getOrCompute({ ...CALL, fingerprint: "two" }, () => "again")).toBe("stored");
    const same = await computeWhile(calls, "three", async () => {
      await calls.save({ ...CALL, fingerprint: "three", result: "stored, too" });
    });
    expect(same).toBe("stored, too");
  });

  suite.always("an invalid fingerprint is refused", async ({ calls: storage }) => {
    for (const fingerprint of ["", 1, null, {}, "a\0"]) {
      expect(() => memoize(() => 1, { storage, name: "f", fingerprint } as never)).toThrow(TypeError);
      await expectClass(storage.save({ ...CALL, fingerprint } as never), TypeError);
      expect(() => storage.query({ fingerprint } as never)).toThrow(TypeError);
    }
    const bound = function (this: unknown) {}.bind(null);
    for (const fn of [bound, Math.max]) {
      expect(() => memoize(fn, { storage, name: "f", fingerprint: true })).toThrow("no source");
    }
  });
}

async function computeWhile(calls: CallStorage, fingerprint: string, meanwhile: () => Promise<void>): Promise<unknown> {
  const [started, goOn] = [deferred(), deferred()];
  const computing = calls.getOrCompute({ ...CALL, fingerprint }, async () => {
    started.resolve();
    await goOn.promise;
    return "computed";
  });
  await started.promise;
  await meanwhile();
  goOn.resolve();
  return computing;
}
