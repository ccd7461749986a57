import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import { type Call, CallsFace, ValueRef } from "../../src/index.ts";
import { digest } from "../../src/values/digest.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const CALL: Call = { name: "f", arguments: { x: [1] } };
/** Leases that were taken. */
const leases = (storage: QueuedMemory): number => storage.written.filter((space) => space === "call_leases").length;

function open() {
  const storage = new QueuedMemory();
  return { storage, calls: new CallsFace(storage) };
}

test("a stored result is loaded without a lease", async () => {
  const { storage, calls } = open();
  for (const result of [2, undefined, null, "x".repeat(5_000), [[[1]]]]) {
    await calls.save({ ...CALL, result });
    expect(await calls.getOrCompute(CALL, () => expect.fail())).toEqual(result);
  }
  expect(leases(storage)).toBe(0);
});

test("a result is computed once, from copies of the arguments, and every caller gets a copy", async () => {
  const { storage, calls } = open();
  let computed = 0;
  const compute = (context: { readonly arguments: { readonly x: number[] } }): unknown => {
    context.arguments.x.push(2);
    return { n: ++computed, x: context.arguments.x };
  };
  const ask = () => calls.getOrCompute(CALL, compute as never) as Promise<{ n: number }>;
  const [first, second] = await Promise.all([ask(), ask()]);
  expect([first, second]).toEqual(Array(2).fill({ n: 1, x: [1] }));
  (first as { n: number }).n = 5;
  expect([second, await ask()]).toEqual(Array(2).fill({ n: 1, x: [1] }));
  expect(leases(storage)).toBe(1);
});

test("a call without a result, or with another fingerprint, is computed", async () => {
  const { calls } = open();
  await calls.save({ ...CALL, fingerprint: "a" });
  expect(await calls.getOrCompute({ ...CALL, fingerprint: "a" }, () => 1)).toBe(1);
  expect(await calls.getOrCompute({ ...CALL, fingerprint: "b" }, () => 2)).toBe(2);
  expect(await calls.getOrCompute(CALL, () => expect.fail())).toBe(2);
  expect(await calls.getOrCompute({ ...CALL, fingerprint: "b" }, () => expect.fail())).toBe(2);
});

test.for<[name: string, saved: Partial<Call>, returned: unknown, stored: unknown]>([
  ["the same fingerprint is returned", { result: "other", fingerprint: "a" }, "other", "other"],
  ["another fingerprint is kept, and not returned", { result: "other", fingerprint: "b" }, "own", "other"],
  ["no result is replaced", { fingerprint: "a" }, "own", "own"],
])("what is saved during the computation with %s", async ([, saved, returned, stored]) => {
  const { calls } = open();
  const compute = async (): Promise<string> => {
    await calls.save({ ...CALL, ...saved });
    return "own";
  };
  expect(await calls.getOrCompute({ ...CALL, fingerprint: "a" }, compute)).toBe(returned);
  expect(await calls.getOrCompute(CALL, () => expect.fail())).toBe(stored);
});

test("references are replaced by what they refer to, in arguments and results", async () => {
  const { calls } = open();
  const list = await calls.values.save([1, 2]);
  const reference = new ValueRef(list);
  const sum = ({ arguments: { x } }: { arguments: Record<string, unknown> }) => (x as number[]).length;
  expect(await calls.getOrCompute({ name: "f", arguments: { x: reference } }, sum as never)).toBe(2);
  expect(await calls.getOrCompute({ name: "g", arguments: {} }, () => reference)).toEqual([1, 2]);
  expect(await calls.getOrCompute({ name: "g", arguments: {} }, () => expect.fail())).toEqual([1, 2]);
});

test("a result that is no longer stored is computed again", async () => {
  const { calls } = open();
  const result = "x".repeat(5_000);
  await calls.save({ ...CALL, result });
  await calls.values.evict(digest(result));
  expect(await calls.getOrCompute(CALL, () => 1)).toBe(1);
});

test("a result in the record of its call is checked", async () => {
  const { storage, calls } = open();
  const key = await calls.save({ ...CALL, result: 2 });
  const [found] = await storage.read("calls", [key]);
  if (!found || found.corrupt !== undefined) return expect.fail();
  const { revision: _, ...content } = found;
  const data = { ...(content.data as object), inline: { result: [3] } };
  await storage.write("calls", [{ key, condition: "any", content: { ...content, data } as never }]);
  await expect(calls.getOrCompute(CALL, () => 1)).rejects.toThrow("its result has another digest");
});

test("a result that cannot be loaded for another reason is an error", async () => {
  const { storage, calls } = open();
  const result = "x".repeat(5_000);
  await calls.save({ ...CALL, result });
  const content = { modelName: "v", namespace: "n", version: 1, data: 1, createdAt: "", updatedAt: "" };
  await storage.write("values", [{ key: digest(result), condition: "any", content }]);
  await expect(calls.getOrCompute(CALL, () => 1)).rejects.toThrow(expect.objectContaining({ code: "CORRUPT_RECORD" }));
});

test("a caller may stop waiting, and the last one stops the computation", async () => {
  const { calls } = open();
  const [controller, begun, aborted] = [new AbortController(), deferred(), deferred()];
  const compute = ({ signal }: { signal: AbortSignal }) => {
    begun.resolve();
    signal.addEventListener("abort", () => aborted.resolve());
    return new Promise(() => {});
  };
  const computing = calls.getOrCompute(CALL, compute as never, { signal: controller.signal });
  await begun.promise;
  controller.abort(new Error("stop"));
  await expect(computing).rejects.toThrow("stop");
  await aborted.promise;
  expect(await calls.getOrCompute(CALL, () => 5, { ttlSeconds: 5 })).toBe(5);
  expect(await calls.load(calls.key(CALL))).toHaveProperty("expiresAt");
});
