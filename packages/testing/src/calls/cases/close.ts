import { type CallStorage, digest, memoize } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

const KEY = digest(1);
const CALL = { name: "f", arguments: { a: 1 } };
const OPERATIONS: readonly (readonly [name: string, call: (calls: CallStorage) => Promise<unknown>])[] = [
  ["save", (calls) => calls.save(CALL)],
  ["load", (calls) => calls.load(KEY)],
  ["query", async (calls) => collect(calls.query())],
  ["transform", (calls) => calls.transform()],
  ["getOrCompute", (calls) => calls.getOrCompute(CALL, () => 1)],
  ["a memoized function", (calls) => memoize(() => 1, { storage: calls, name: "f" })()],
  ["contains", (calls) => calls.contains(KEY)],
  ["evict", (calls) => calls.evict(KEY)],
  ["list", (calls) => calls.list()],
  ["keys", (calls) => collect(calls.keys())],
  ["expand", (calls) => calls.expand(KEY)],
  ["shrink", (calls) => calls.shrink(KEY)],
  ["prune", (calls) => calls.prune()],
  ["gc", (calls) => calls.gc()],
  ["values.save", (calls) => calls.values.save(1)],
];

/** Operations on a closed storage, and operations that closing waits for. */
export function closeCases(suite: CallsSuite): void {
  for (const [name, call] of OPERATIONS) {
    suite.always(`${name} is BACKEND_CLOSED once the storage is closing`, async ({ calls }) => {
      await calls.save(CALL);
      const closing = calls.close();
      expect((await expectCode(call(calls), "BACKEND_CLOSED")).message).toContain("The store of calls");
      await closing;
      expect((await expectCode(call(calls), "BACKEND_CLOSED")).message).toContain("The store of calls");
    });
  }

  suite.always("close waits for a running computation", async ({ calls }) => {
    const fn = memoize(
      async (i: number) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        return i;
      },
      { storage: calls, name: "f" },
    );
    const running = [fn(1), fn(2)];
    await new Promise((resolve) => setTimeout(resolve, 10));
    await calls.close();
    expect(await Promise.all(running)).toEqual([1, 2]);
  });

  suite.case("close waits for accepted calls and all steps they need", async ({ calls }) => {
    const result = { text: "x".repeat(5_000), parts: [[1], [2]] };
    const key = await calls.save({ ...CALL, result });
    const gone = await calls.save({ name: "gone", arguments: {} });
    const digest = calls.values.digest(result);
    const accepted = [
      calls.getOrCompute(CALL, () => "computed again"),
      calls.values.load(digest),
      calls.values.load(digest.slice(0, 12)),
      calls.load(key.slice(0, 12)),
      calls.values.gc([digest.slice(0, 12)]),
      calls.evict(gone.slice(0, 12)),
    ];
    await calls.close();
    expect(await Promise.all(accepted)).toMatchObject([result, result, result, { key }, 0, true]);
  });

  suite.persistent("saved records remain when the store is opened again", async ({ calls, reopen }) => {
    const key = await calls.save({ ...CALL, result: { list: [1] } });
    await calls.close();
    const again = await reopen();
    const { result } = await again.load(key);
    expect(await again.values.load(result?.digest ?? "")).toEqual({ list: [1] });
  });
}
