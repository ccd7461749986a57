import type { ItemOutcome } from "@results-manager/core";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectClass, expectCode, failureOf } from "../../expect-failure.ts";
import type { Suite } from "../../suite.ts";
import { type DoubleOptions, doubles } from "../computed-doubles.ts";

/** `computeAll`: items that fail, and lists that end early. */
export function computeAllFailureCases(suite: Suite): void {
  suite.asynchronous(
    "a failed item is tried again, and kept with its error",
    async ({ backend, models: { Counter } }) => {
      const attempts = new Map<number, number>();
      const pauses: number[] = [];
      const error = new Error("no");
      const compute = async (n: number): Promise<{ count: number }> => {
        attempts.set(n, (attempts.get(n) ?? 0) + 1);
        if (n === 1 || (n === 2 && attempts.get(n) === 1)) throw error;
        return { count: n };
      };
      const backoff = (attempt: number): number => pauses.push(attempt) && 0;
      const summary = await backend.computeAll([1, 2, 3], doubles(Counter, { compute, retries: 2, backoff }));
      expect(summary).toEqual({ computed: 2, found: 0, failed: [{ item: 1, id: "n/1", error }] });
      expect(summary.failed[0]?.error).toBe(error);
      expect([...attempts].sort()).toEqual([
        [1, 3],
        [2, 2],
        [3, 1],
      ]);
      expect(pauses.sort()).toEqual([1, 1, 2]);
      expect(await backend.listIds()).toEqual(["n/2", "n/3"]);
    },
  );

  suite.asynchronous(
    "a value that does not fit the model fails its item alone",
    async ({ backend, models: { Counter } }) => {
      const compute = (n: number): { count: number } => ({ count: n === 1 ? ("one" as unknown as number) : n });
      const { computed, failed } = await backend.computeAll([1, 2], doubles(Counter, { compute }));
      expect(computed).toBe(1);
      expect(failed).toMatchObject([{ item: 1, error: { code: "VALIDATION_FAILED", id: "n/1" } }]);
    },
  );

  suite.asynchronous(
    "onError: 'throw' ends the list, and aborts what runs",
    async ({ backend, models: { Counter } }) => {
      const error = new Error("no");
      const others = deferred<void>();
      const aborted: unknown[] = [];
      let running = 0;
      const compute: DoubleOptions["compute"] = async (n, { signal }) => {
        if (n === 2) return others.promise.then(() => Promise.reject(error));
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            aborted.push(signal.reason);
            reject(signal.reason);
          });
          if (++running === 2) others.resolve();
        });
      };
      expect(
        await failureOf(backend.computeAll([1, 2, 3], doubles(Counter, { compute, concurrency: 3, onError: "throw" }))),
      ).toBe(error);
      expect(aborted).toEqual([error, error]);
      expect(await backend.listIds()).toEqual([]);
    },
  );

  suite.asynchronous("an aborted signal ends the list with its reason", async ({ backend, models: { Counter } }) => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(backend.computeAll([1], doubles(Counter, { signal })))).toBe(reason);
    const controller = new AbortController();
    const calls: number[] = [];
    const compute = (count: number): { count: number } => {
      calls.push(count);
      controller.abort(reason);
      return { count };
    };
    const options = doubles(Counter, { compute, concurrency: 1, signal: controller.signal });
    expect(await failureOf(backend.computeAll([1, 2, 3], options))).toBe(reason);
    expect(calls).toHaveLength(1);
  });

  suite.asynchronous(
    "a computation that fails for several callers fails their items alone",
    async ({ backend, models: { Counter } }) => {
      const error = new Error("no");
      const compute = async (n: number): Promise<{ count: number }> => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (n === 1) throw error;
        return { count: n };
      };
      const items = [1, 1, 2, 1];
      const lists = [items, items].map((each) => backend.computeAll(each, doubles(Counter, { compute })));
      for (const { computed, found, failed } of await Promise.all(lists)) {
        expect(computed + found).toBe(1);
        expect(failed).toEqual(Array(3).fill({ item: 1, id: "n/1", error }));
      }
      const failLater = async (): Promise<never> => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw error;
      };
      const alone = failureOf(backend.getOrCompute("n/3", Counter, failLater));
      const summary = backend.computeAll([3], doubles(Counter, { compute: failLater }));
      expect((await summary).failed).toEqual([{ item: 3, id: "n/3", error }]);
      expect(await alone).toBe(error);
    },
  );

  suite.asynchronous("a function may throw anything", async ({ backend, models: { Counter } }) => {
    for (const thrown of [undefined, null, Number.NaN, "text"]) {
      const compute = (): never => {
        throw thrown;
      };
      const { failed } = await backend.computeAll([1, 2], doubles(Counter, { compute }));
      expect(failed.map(({ error }) => error)).toEqual([thrown, thrown]);
      const stopped = backend.computeAll([1, 2], doubles(Counter, { compute, onError: "throw" }));
      expect(await stopped.catch((error: unknown) => ["thrown", error])).toEqual(["thrown", thrown]);
      await expectCode(backend.get("n/1"), "RESULT_NOT_FOUND");
    }
  });

  suite.asynchronous(
    "functions that are told are awaited, and an error of theirs ends the list",
    async ({ backend, models: { Counter } }) => {
      const error = new Error("no");
      const awaited: number[] = [];
      const onOutcome = async ({ item }: ItemOutcome<number>): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        awaited.push(item);
      };
      await backend.computeAll([1, 2, 3], doubles(Counter, { onOutcome }));
      expect(awaited.sort()).toEqual([1, 2, 3]);
      const fail = async (): Promise<never> => {
        throw error;
      };
      for (const options of [{ onOutcome: fail }, { onProgress: fail }, { onOutcome: fail, onProgress: fail }]) {
        expect(await failureOf(backend.computeAll([1, 4], doubles(Counter, options)))).toBe(error);
      }
    },
  );

  suite.asynchronous("a pause is no shorter than asked for", async ({ backend, models: { Counter } }) => {
    const reason = new Error("enough");
    const controller = new AbortController();
    let attempts = 0;
    const compute = (): never => {
      attempts++;
      setTimeout(() => controller.abort(reason), 50); // Counted from the attempt: a busy machine may begin it late.
      throw new Error("no");
    };
    const options = doubles(Counter, { compute, retries: 3, backoff: () => 2 ** 40, signal: controller.signal });
    expect(await failureOf(backend.computeAll([1], options))).toBe(reason);
    expect(attempts).toBe(1);
    for (const ms of [Number.NaN, -1, "1", undefined]) {
      const backoff = (): number => ms as number;
      await expectClass(backend.computeAll([1], doubles(Counter, { compute, retries: 1, backoff })), RangeError);
    }
  });
}
