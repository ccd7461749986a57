import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { failureOf } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Memoized functions that request their own result: each fails at once, and none hangs. */
export function ownWorkCases(suite: CallsSuite): void {
  suite.always("a memoized function that calls itself with its arguments is COMPUTE_CYCLE", async ({ calls }) => {
    const storage = calls;
    const loop: (i: number) => Promise<number> = memoize((i: number) => loop(i), { storage, name: "loop" });
    const failure = await failureOf(loop(1));
    expect(failure).toMatchObject({ code: "COMPUTE_CYCLE", id: calls.key({ name: "loop", arguments: { 0: 1 } }) });
    expect((failure as Error).message).toContain("'loop: ");
  });

  suite.always("memoized functions that call each other in a cycle are COMPUTE_CYCLE", async ({ calls }) => {
    const storage = calls;
    const even: (i: number) => Promise<boolean> = memoize((i: number) => odd(i), { storage, name: "even" });
    const odd: (i: number) => Promise<boolean> = memoize((i: number) => even(i), { storage, name: "odd" });
    const failure = (await failureOf(even(1))) as Error;
    expect(failure).toMatchObject({ code: "COMPUTE_CYCLE" });
    expect(failure.message).toMatch(/'even: .*through 'odd: /);
  });

  suite.always("a recursive function with other arguments is computed", async ({ calls }) => {
    const fib: (i: number) => Promise<number> = memoize(
      async (i: number) => (i < 2 ? i : (await fib(i - 1)) + (await fib(i - 2))),
      { storage: calls, name: "fib" },
    );
    expect(await fib(12)).toBe(144);
  });
}
