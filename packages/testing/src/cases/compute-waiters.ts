import { expect } from "vitest";
import { deferred } from "../deferred.ts";
import { failureOf } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** Callers that wait for the same computation. */
export function computeWaiterCases(suite: Suite): void {
  suite.asynchronous("concurrent callers share one computation", async ({ backend, models: { Counter } }) => {
    let calls = 0;
    const compute = async (): Promise<{ count: number }> => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { count: calls };
    };
    const results = await Promise.all(Array.from({ length: 50 }, () => backend.getOrCompute("id", Counter, compute)));
    expect(calls).toBe(1);
    expect(results).toEqual(results.map(() => ({ count: 1 })));
  });

  suite.asynchronous(
    "an error reaches every waiter, nothing is stored, and the next caller computes",
    async ({ backend, models: { Person } }) => {
      const error = new Error("no");
      const goOn = deferred();
      let calls = 0;
      const fail = async (): Promise<never> => {
        calls++;
        await goOn.promise;
        throw error;
      };
      const failing = Array.from({ length: 10 }, () => failureOf(backend.getOrCompute("id", Person, fail)));
      await backend.getOrCompute("later", Person, () => ADA); // By then, all of them wait.
      goOn.resolve();
      const failures = await Promise.all(failing);
      expect(failures.every((failure) => failure === error)).toBe(true);
      expect(calls).toBe(1);
      expect(await backend.exists("id")).toBe(false);
      expect(await backend.getOrCompute("id", Person, () => ADA)).toEqual(ADA);
    },
  );

  suite.always(
    "a thrown value that is not an Error reaches the caller unchanged",
    async ({ backend, models: { Person } }) => {
      const throwText = (): never => {
        throw "text";
      };
      expect(await failureOf(backend.getOrCompute("id", Person, throwText))).toBe("text");
    },
  );

  suite.asynchronous(
    "an aborted waiter leaves alone, and the others get the result",
    async ({ backend, models: { Person } }) => {
      const started = deferred<AbortSignal>();
      const goOn = deferred();
      const controller = new AbortController();
      const compute = async ({ signal }: { readonly signal: AbortSignal }): Promise<typeof ADA> => {
        started.resolve(signal);
        await goOn.promise;
        return ADA;
      };
      const leaving = failureOf(backend.getOrCompute("id", Person, compute, { signal: controller.signal }));
      const staying = backend.getOrCompute("id", Person, compute);
      const signal = await started.promise;
      const reason = new Error("enough");
      controller.abort(reason);
      expect(await leaving).toBe(reason);
      expect(signal.aborted).toBe(false);
      goOn.resolve();
      expect(await staying).toEqual(ADA);
    },
  );

  suite.asynchronous(
    "the computation is aborted when its last waiter leaves",
    async ({ backend, models: { Person } }) => {
      const started = deferred<AbortSignal>();
      const controller = new AbortController();
      const compute = ({ signal }: { readonly signal: AbortSignal }): Promise<never> => {
        started.resolve(signal);
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      };
      const asking = failureOf(backend.getOrCompute("id", Person, compute, { signal: controller.signal }));
      const signal = await started.promise;
      const reason = new Error("enough");
      controller.abort(reason);
      expect(await asking).toBe(reason);
      expect(signal.aborted).toBe(true);
      expect(await backend.getOrCompute("id", Person, () => BOB)).toEqual(BOB);
    },
  );

  suite.asynchronous(
    "an abandoned computation that ignores its signal stores nothing and delays no other call",
    async ({ backend, models: { Person } }) => {
      const started = deferred();
      const goOn = deferred();
      const controller = new AbortController();
      const compute = async (): Promise<typeof ADA> => {
        started.resolve();
        await goOn.promise;
        return ADA;
      };
      const asking = failureOf(backend.getOrCompute("id", Person, compute, { signal: controller.signal }));
      await started.promise;
      controller.abort();
      await asking;
      expect(await backend.getOrCompute("id", Person, () => BOB)).toEqual(BOB);
      await backend.delete("id");
      goOn.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.always("nothing is computed if the signal is already aborted", async ({ backend, models: { Person } }) => {
    const reason = new Error("enough");
    let calls = 0;
    const compute = (): typeof ADA => {
      calls++;
      return ADA;
    };
    const asking = backend.getOrCompute("id", Person, compute, { signal: AbortSignal.abort(reason) });
    expect(await failureOf(asking)).toBe(reason);
    expect(calls).toBe(0);
  });
}
