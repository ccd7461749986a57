import { deferred } from "@results-manager/testing";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { ModelRegistry, ResultNotFoundError } from "../../../src/index.ts";
import { type Attempt, ComputeAll, throwBusy } from "../../../src/results/compute-all/compute-all.ts";
import { ComputeTally } from "../../../src/results/compute-all/compute-tally.ts";
import { parsePlan } from "../../../src/results/compute-all/parse-plan.ts";
import { FailedComputation } from "../../../src/results/failed-computation.ts";
import type { StorageAccess } from "../../../src/storage/storage-access.ts";

const model = new ModelRegistry().register("M", v.unknown(), { version: 2 });
const CURRENT = { modelName: "M", version: 2 };
/** What an attempt does unless a test says otherwise: it computes. */
const COMPUTES: Attempt = async (id, compute, { signal }) => compute({ id, signal } as never);

/** A list of one letter each; `stored` has records by id. It begins at the first item. */
function open(
  options: Record<string, unknown> = {},
  attempt = COMPUTES,
  stored: Readonly<Record<string, unknown>> = {},
) {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { items = "ab", ...more } = options;
  const outcomes: string[] = [];
  const onOutcome = ({ id, status }: { id: string; status: string }) => void outcomes.push(`${id} ${status}`);
  const compute = (item: string): string => item.toUpperCase();
  const plan = parsePlan([...(items as string)], {
    id: (item: string) => item,
    model,
    compute,
    onOutcome,
    ...more,
  } as never);
  const read = async (_: string, ids: readonly string[]) => ids.map((id) => stored[id]);
  const together = (_ids: unknown, _intent: unknown, task: () => unknown) => task();
  const access = { storage: { read }, together } as unknown as StorageAccess;
  return { list: new ComputeAll(access, plan, attempt), outcomes };
}
afterEach(() => void vi.restoreAllMocks());

test("items without a result are computed, and those with a current one are found", async () => {
  const other = [
    { ...CURRENT, modelName: "N" },
    { ...CURRENT, version: 1 },
    { ...CURRENT, corrupt: "torn" },
    undefined,
  ];
  const stored = Object.fromEntries([CURRENT, ...other].map((record, i) => ["abcde"[i], record]));
  const { list, outcomes } = open({ items: "abcde", concurrency: 1 }, COMPUTES, stored);
  expect(await list.run()).toEqual({ computed: 4, found: 1, failed: [] });
  expect(outcomes).toEqual(["a found", "b computed", "c computed", "d computed", "e computed"]);
});

test("processes begin at different items of a list", async () => {
  const { list, outcomes } = open({ items: "abcd", concurrency: 1 });
  vi.spyOn(Math, "random").mockReturnValue(0.6);
  await list.run();
  expect(outcomes.map((outcome) => outcome[0]).join("")).toBe("cdab");
});

test("an attempt that did not compute has found the result", async () => {
  const { list } = open({}, async () => "stored");
  expect(await list.run()).toMatchObject({ computed: 0, found: 2 });
});

test("as many attempts run at once as the list allows, and no more than it has items", async () => {
  for (const [concurrency, most] of [
    [1, 1],
    [3, 3],
    [9, 5],
  ]) {
    let [running, greatest] = [0, 0];
    const { list } = open({ items: "abcde", concurrency }, async () => {
      greatest = Math.max(greatest, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    });
    await list.run();
    expect(greatest).toBe(most);
  }
});

test("an item that another process computes is looked at again when all others are done", async () => {
  const attempts: string[] = [];
  const { list, outcomes } = open({ items: "abc", concurrency: 1 }, async (id, compute, { isPatient }) => {
    attempts.push(`${id}${isPatient ? " again" : ""}`);
    return id === "a" && !isPatient ? throwBusy() : COMPUTES(id, compute, {} as never);
  });
  await list.run();
  expect(attempts).toEqual(["a", "b", "c", "a again"]);
  expect(outcomes).toEqual(["b computed", "c computed", "a computed"]);
});

test("the next item is claimed while a quick one is computed, and given back if that takes long", async () => {
  const items = "abcdefghijklmnopqrst";
  const end = deferred();
  const claimed: string[] = [];
  let computed = 0;
  const compute = async (): Promise<void> => {
    if (++computed === 12) await end.promise;
  };
  const { list, outcomes } = open({ items, concurrency: 1, compute }, async (id, compute, { isPatient, signal }) => {
    claimed.push(`${id}${isPatient ? " again" : ""}`);
    await compute({ signal } as never);
  });
  const running = list.run();
  await vi.waitUntil(() => claimed.length === 13);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([claimed.length, outcomes.length]).toEqual([13, 11]); // None is claimed in the place of the one that was given back.
  end.resolve();
  expect(await running).toMatchObject({ computed: 20, failed: [] });
  expect(claimed.filter((id) => id.endsWith("again"))).toEqual([`${claimed[12]} again`]);
});

test("an item that was claimed is not computed once the list has ended", async () => {
  const reason = new Error("stopped");
  const controller = new AbortController();
  let [claimed, computed] = [0, 0];
  const compute = async (): Promise<void> => {
    if (++computed < 12) return;
    await vi.waitUntil(() => claimed === 13, { interval: 1 });
    controller.abort(reason);
    throw reason;
  };
  const options = { items: "abcdefghijklmnopqrst", concurrency: 1, compute, signal: controller.signal };
  const { list } = open(options, async (_, compute, { signal }) => {
    claimed++;
    await compute({ signal } as never);
  });
  await expect(list.run()).rejects.toBe(reason);
  expect([claimed, computed]).toEqual([13, 12]);
});

test("while an outcome is being told, no more items are begun in its place", async () => {
  const begun: number[] = [];
  let count = 0;
  const onOutcome = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    begun.push(count);
  };
  const compute = (): void => void count++;
  await open({ items: "abcdefghijkl", concurrency: 1, compute, onOutcome }).list.run();
  for (const [told, items] of begun.entries()) expect(items).toBeLessThanOrEqual(told + 2);
});

test("a process that meets another goes on elsewhere", async () => {
  const [attempts, busy] = [[] as string[], new Set("β")];
  const items = Array.from({ length: 33 }, (_, i) => String.fromCharCode(0x3b1 + i)).join("");
  const { list } = open({ items, concurrency: 1 }, async (id, compute, { isPatient, signal }) => {
    attempts.push(id);
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    return busy.has(id) && !isPatient ? throwBusy() : compute({ signal } as never);
  });
  await list.run();
  expect(attempts.slice(0, 4).join("")).toBe(`αβ${items.slice(18, 20)}`);
  expect([...new Set(attempts)].sort().join("")).toBe(items);
});

test("a computation that fails is tried again as often as asked, with the pauses that are asked for", async () => {
  for (const [retries, failures, status] of [
    [0, 1, "failed"],
    [2, 2, "computed"],
    [2, 3, "failed"],
  ] as const) {
    const pauses: number[] = [];
    let left: number = failures;
    const backoff = (attempt: number): number => pauses.push(attempt) * 0;
    const { list, outcomes } = open({ items: "a", retries, backoff }, async (id, compute) => {
      if (left-- > 0) throw new FailedComputation(new Error("no"));
      return COMPUTES(id, compute, {} as never);
    });
    await list.run();
    expect(outcomes).toEqual([`a ${status}`]);
    expect(pauses).toEqual([1, 2].slice(0, retries));
  }
});

test("a failure is that of the function or of the record, and the list goes on", async () => {
  const [cause, missing] = [new Error("no"), new ResultNotFoundError("b")];
  const { list } = open({ items: "abc" }, async (id, compute) => {
    if (id === "a") throw new FailedComputation(cause);
    if (id === "b") throw missing;
    return COMPUTES(id, compute, {} as never);
  });
  expect(await list.run()).toEqual({
    computed: 1,
    found: 0,
    failed: [
      { item: "a", id: "a", error: cause },
      { item: "b", id: "b", error: missing },
    ],
  });
});

test("the first failure ends the list if that is asked for, and an error of the store always", async () => {
  const cause = new Error("no");
  for (const [error, onError] of [
    [new FailedComputation(cause), "throw"],
    [cause, "continue"],
  ]) {
    const aborted: boolean[] = [];
    const { list, outcomes } = open({ items: "abcdef", concurrency: 2, onError }, async (id, _, { signal }) => {
      if (id === "a") {
        await new Promise((resolve) => setImmediate(resolve)); // The other one has begun.
        throw error;
      }
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      aborted.push(signal.aborted);
      throw new Error("aborted");
    });
    await expect(list.run()).rejects.toBe(cause);
    expect([outcomes, aborted]).toEqual([[], [true]]);
  }
});

const untilAborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener("abort", resolve));

test("an undefined error ends the list, too, and is not replaced by those that follow from it", async () => {
  const { list } = open({ items: "ab" }, async (id, _, { signal }) => {
    if (id === "a") throw undefined;
    await untilAborted(signal);
    throw new Error("aborted");
  });
  await expect(list.run()).rejects.toBeUndefined();
});

test("once a signal is aborted, no outcome is told any more", async () => {
  const [failing, finding] = [new AbortController(), new AbortController()];
  const reason = new Error("stopped");
  const fails: Attempt = async () => {
    failing.abort(reason);
    throw new FailedComputation(new Error("no"));
  };
  const failed = open({ items: "a", signal: failing.signal }, fails);
  await expect(failed.list.run()).rejects.toBe(reason);
  expect(failed.outcomes).toEqual([]);
  const told: string[] = [];
  const onOutcome = ({ id }: { id: string }): void => {
    told.push(id);
    finding.abort(reason);
  };
  const options = { items: "ab", concurrency: 1, onOutcome, signal: finding.signal };
  await expect(open(options, COMPUTES, { a: CURRENT, b: CURRENT }).list.run()).rejects.toBe(reason);
  expect(told).toEqual(["a"]);
});

test("a signal ends the list: before it begins, in an attempt, and in a pause", async () => {
  const reason = new Error("stopped");
  const aborted = open({ signal: AbortSignal.abort(reason) }, () => expect.fail());
  await expect(aborted.list.run()).rejects.toBe(reason);
  for (const fails of [false, true]) {
    const controller = new AbortController();
    const [begun, end] = [deferred(), deferred()];
    const options = { items: "a", signal: controller.signal, retries: 1, backoff: () => 2 ** 31 };
    const { list, outcomes } = open(options, async () => {
      begun.resolve();
      if (fails) throw new FailedComputation(new Error("no"));
      await end.promise;
      throw new Error("aborted");
    });
    const running = list.run();
    await begun.promise;
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    end.resolve();
    await expect(running).rejects.toBe(reason);
    expect(outcomes).toEqual([]);
  }
});

test("a pause is a number from 0", async () => {
  const { list } = open({ items: "a", retries: 1, backoff: () => -1 }, () => Promise.reject(new FailedComputation(1)));
  await expect(list.run()).rejects.toThrow(
    "backoff of computeAll must return a number of milliseconds from 0, got -1.",
  );
});

test("progress tells what is done, how fast, and how long the rest may take", async () => {
  const progress: Record<string, number>[] = [];
  const plan = parsePlan([..."abcd"], {
    id: String,
    model,
    compute: () => 1,
    onProgress: (each: never) => progress.push(each),
  } as never);
  const tally = new ComputeTally(plan as never);
  await tally.add({ status: "computed", id: "a", item: "a" } as never);
  await tally.add({ status: "found", id: "b", item: "b" } as never);
  await tally.add({ status: "failed", id: "c", item: "c", error: 1 } as never);
  expect(progress).toMatchObject([
    { computed: 1, found: 0, failed: 0, total: 4 },
    { computed: 1, found: 1, failed: 0, total: 4 },
    { computed: 1, found: 1, failed: 1, total: 4 },
  ]);
  for (const [i, { perSecond = 0, secondsLeft = 0 }] of progress.entries()) {
    expect(perSecond).toBeGreaterThan(0);
    expect(perSecond).toBeLessThanOrEqual((i + 1) * 1000);
    expect(secondsLeft * perSecond).toBeCloseTo(3 - i);
  }
});
