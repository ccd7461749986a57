import { expect } from "vitest";
import { failureOf } from "../../expect-failure.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Computations that request their own value: each fails at once, and none hangs. */
export function ownWorkCases(suite: CacheSuite): void {
  suite.asynchronous(
    "a computation that requests its own value is COMPUTE_CYCLE",
    async ({ cache }) => {
      const again = (): Promise<unknown> => cache.getOrCompute("key", again);
      const failure = await failureOf(cache.getOrCompute("key", again));
      expect(failure).toMatchObject({ code: "COMPUTE_CYCLE", id: "key", path: ["key", "key"] });
      expect(await cache.getOrCompute("key", () => 1)).toBe(1);
    },
    [],
  );

  suite.asynchronous(
    "a cycle of computations is COMPUTE_CYCLE",
    async ({ cache }) => {
      const a = (): Promise<unknown> => cache.getOrCompute("a", () => cache.getOrCompute("b", a));
      expect(await failureOf(a())).toMatchObject({ code: "COMPUTE_CYCLE", path: ["a", "b", "a"] });
    },
    [],
  );

  suite.asynchronous("a computation may set its own value, which every caller gets", async ({ cache }) => {
    const compute = async (): Promise<number> => {
      await cache.setValue("key", 7);
      return 8;
    };
    expect(await cache.getOrCompute("key", compute)).toBe(7);
  });
}
