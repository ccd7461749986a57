import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectSame } from "../../expect-same.ts";
import { storageOf } from "../../storage-of.ts";
import type { CallsSuite } from "../opened-calls.ts";

const CALL = { name: "f", arguments: { a: [1] } };
const RESULTS: readonly (readonly [what: string, first: unknown, other: unknown])[] = [
  ["a number", 1, 2],
  ["undefined", undefined, "other"],
  ["a value of many parts", { list: [[1], [2, [3]]], bytes: new Uint8Array(3_000) }, { list: [[1], [2, [4]]] }],
];

/** The first stored result of a call stays, and every caller gets it. */
export function firstResultCases(suite: CallsSuite): void {
  for (const [what, first, other] of RESULTS) {
    for (const ttlSeconds of [undefined, 60]) {
      const title = `${what} that is stored during a computation stays${ttlSeconds ? ", with a ttl" : ""}`;
      suite.case(title, async ({ calls }) => {
        const [started, goOn] = [deferred(), deferred()];
        const compute = async (): Promise<unknown> => {
          started.resolve();
          await goOn.promise;
          return other;
        };
        const computing = calls.getOrCompute(CALL, compute, { ttlSeconds });
        await started.promise;
        await calls.save({ ...CALL, result: first }, { ttlSeconds });
        goOn.resolve();
        expectSame(await computing, first);
        expectSame(await calls.getOrCompute(CALL, () => "later"), first);
        expect((await calls.load(calls.key(CALL))).result?.digest).toBe(calls.values.digest(first));
      });
    }
  }

  suite.case("a call that is stored without a result during its computation gets the result", async ({ calls }) => {
    const computing = calls.getOrCompute(CALL, async () => {
      await calls.save({ ...CALL, metadata: { run: { by: "other" } } });
      return 1;
    });
    expect(await computing).toBe(1);
    expect(await calls.getOrCompute(CALL, () => 2)).toBe(1);
  });

  suite.case("a result that was evicted during a computation is stored", async ({ calls }) => {
    const key = await calls.save(CALL);
    const computing = calls.getOrCompute(CALL, async () => {
      await calls.evict(key);
      return 1;
    });
    expect(await computing).toBe(1);
    expect(await calls.getOrCompute(CALL, () => 2)).toBe(1);
  });

  suite.shared("when a lease is taken over, the result of the successor stays", async ({ calls, reopen }) => {
    const other = await reopen();
    const key = calls.key(CALL);
    const [started, goOn] = [deferred(), deferred()];
    const computing = calls.getOrCompute(CALL, async () => {
      started.resolve();
      await goOn.promise;
      return { by: ["loser"] };
    });
    await started.promise;
    await storageOf(calls).remove("call_leases", [{ key, condition: "any" }]);
    const stored = await other.getOrCompute(CALL, () => ({ by: ["successor"] }));
    goOn.resolve();
    expect([stored, await computing, await (await reopen()).getOrCompute(CALL, () => "later")]).toEqual([
      { by: ["successor"] },
      { by: ["successor"] },
      { by: ["successor"] },
    ]);
  });
}
