import { deferred, failureOf } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { LazyWrite } from "../../src/records/storage-backend.ts";
import type { WriteGroup } from "../../src/scheduling/atomic-writes.ts";
import type { Executor } from "../../src/scheduling/executor.ts";
import { OperationQueue } from "../../src/scheduling/operation-queue.ts";
import type { RecordWrite } from "../../src/storage.ts";

type Log = [kind: string, space: string, keys: readonly string[]][];

/** An executor that writes down what it is asked, and fails keys that start with `bad`. */
function recording(log: Log, wait: () => void | Promise<void> = () => {}): Executor {
  const outcomes = <T>(keys: readonly string[], of: (key: string) => T): (T | Error)[] =>
    keys.map((key) => (key.startsWith("bad") ? new Error(`no ${key}`) : of(key)));
  const answer = <T>(
    kind: string,
    space: string,
    keys: readonly string[],
    of: (key: string) => T,
  ): (T | Error)[] | Promise<(T | Error)[]> => {
    log.push([kind, space, keys]);
    const waiting = wait();
    return waiting ? waiting.then(() => outcomes(keys, of)) : outcomes(keys, of);
  };
  return {
    read: (space, keys) => answer("read", space, keys, () => undefined),
    has: (space, keys) => answer("has", space, keys, () => true),
    confirm: (space, keys) => answer("confirm", space, keys, () => undefined),
    write: (space, writes) =>
      answer(
        "write",
        space,
        writes.map(({ key }) => key),
        (key) => ({ written: true, revision: key }),
      ),
    change: (space, changes) =>
      answer(
        "change",
        space,
        changes.map(({ key }) => key),
        () => undefined,
      ),
    remove: (space, removals) =>
      answer(
        "remove",
        space,
        removals.map(({ key }) => key),
        () => true,
      ),
  };
}

function write(key: string): RecordWrite {
  const time = "2026-01-01T00:00:00.000Z";
  const content = { modelName: "M", namespace: "default", version: 1, data: key, createdAt: time, updatedAt: time };
  return { key, condition: "any", content };
}

function lazy(key: string, prepare: LazyWrite["prepare"]): LazyWrite {
  return { key, condition: "any", prepare };
}

test("operations of one turn form one batch per kind and space, unless a batch between accesses their key", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 100 });
  await Promise.all([
    queue.add("write", "results", [write("a")]),
    queue.add("write", "results", [write("b"), write("c")]),
    queue.add("read", "results", ["a"]),
    queue.add("has", "results", ["a"]),
    queue.add("has", "leases", ["a"]),
    queue.add("write", "results", [write("d")]),
    queue.add("write", "results", [write("a")]),
    queue.add("read", "results", ["d"]),
    queue.add("has", "results", ["e"]),
  ]);
  expect(log).toEqual([
    ["write", "results", ["a", "b", "c", "d"]],
    ["read", "results", ["a", "d"]],
    ["has", "results", ["a", "e"]],
    ["has", "leases", ["a"]],
    ["write", "results", ["a"]],
  ]);
});

test("batches are no larger than the medium asks for", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 3 });
  const keys = ["a", "b", "c", "d", "e"];
  const [many, one] = await Promise.all([queue.add("has", "results", keys), queue.add("has", "results", ["f"])]);
  expect([many, one]).toEqual([keys.map(() => true), [true]]);
  expect(log.map(([, , batch]) => batch)).toEqual([
    ["a", "b", "c"],
    ["d", "e", "f"],
  ]);
});

test("nothing to do asks nothing", async () => {
  const log: Log = [];
  expect(await new OperationQueue(recording(log), { batchSize: 3 }).add("read", "results", [])).toEqual([]);
  expect(log).toEqual([]);
});

test("the executor is never asked for two batches at a time", async () => {
  let running = 0;
  let most = 0;
  const wait = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
  };
  const queue = new OperationQueue(recording([], wait), { batchSize: 2 });
  const calls = Array.from({ length: 10 }, async (_, i) => {
    if (i % 2 === 0) await new Promise(setImmediate);
    return queue.add(i % 3 === 0 ? "read" : "has", "results", [`${i}`, `${i}b`]);
  });
  await Promise.all(calls);
  expect(most).toBe(1);
});

test("an item that fails fails its call with the first error, and no other call", async () => {
  const queue = new OperationQueue(recording([]), { batchSize: 2 });
  const [good, bad, after] = await Promise.allSettled([
    queue.add("has", "results", ["a"]),
    queue.add("has", "results", ["b", "bad1", "bad2", "c"]),
    queue.add("has", "results", ["d"]),
  ]);
  expect([good.status, after.status]).toEqual(["fulfilled", "fulfilled"]);
  expect(bad).toMatchObject({ status: "rejected", reason: { message: "no bad1" } });
});

test("an executor that throws, or is rejected, fails its batch alone", async () => {
  for (const fail of [
    () => {
      throw new Error("medium");
    },
    () => Promise.reject(new Error("medium")),
  ]) {
    const queue = new OperationQueue({ ...recording([]), read: fail }, { batchSize: 10 });
    const [read, has] = await Promise.allSettled([
      queue.add("read", "results", ["a"]),
      queue.add("has", "results", ["a"]),
    ]);
    expect(read).toMatchObject({ status: "rejected", reason: { message: "medium" } });
    expect(has).toMatchObject({ status: "fulfilled", value: [true] });
  }
});

test("lazy writes are worked out when their turn comes; one that throws leaves the batch", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 10 });
  const prepared: string[] = [];
  const prepare = (key: string) => (): RecordWrite["content"] => {
    prepared.push(key);
    if (key === "b") throw new Error("no b");
    return write(key).content;
  };
  const calls = ["a", "b", "c"].map((key) => queue.add("write", "results", [lazy(key, prepare(key))]));
  expect(prepared).toEqual([]);
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(prepared).toEqual(["a", "b", "c"]);
  expect(log).toEqual([["write", "results", ["a", "c"]]]);
});

test("a lazy write that is not ready holds up nobody, and idle waits for it", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 10 });
  const ready = deferred<RecordWrite["content"]>();
  const slow = queue.add("write", "results", [lazy("slow", () => ready.promise)]);
  await queue.add("write", "results", [write("fast")]);
  let idle = false;
  const waiting = queue.idle().then(() => {
    idle = true;
  });
  await new Promise(setImmediate);
  expect([log, idle]).toEqual([[["write", "results", ["fast"]]], false]);
  ready.resolve(write("slow").content);
  expect(await slow).toEqual([{ written: true, revision: "slow" }]);
  await waiting;
  expect(idle).toBe(true);
  const failing = queue.add("write", "results", [lazy("x", () => Promise.reject(new Error("no")))]);
  expect(await failureOf(failing)).toMatchObject({ message: "no" });
  await queue.idle();
});

test("what is reached includes a lazy write that is not ready", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 100 });
  const goOn = deferred();
  const writing = queue.add("write", "results", [
    lazy("slow", async () => {
      await goOn.promise;
      return write("slow").content;
    }),
  ]);
  await queue.add("read", "results", ["a"]);
  let isReached = false;
  const reaching = queue.reached().then(() => {
    isReached = true;
  });
  await queue.add("read", "results", ["b"]);
  expect(isReached).toBe(false);
  goOn.resolve();
  await reaching;
  expect(log.at(-1)).toEqual(["write", "results", ["slow"]]);
  await writing;
  await queue.reached();
});

test("a queue that is never empty keeps its order through thousands of calls", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 64 });
  const keys = Array.from({ length: 20_000 }, (_, i) => `${i}`);
  await Promise.all(keys.map((key) => queue.add("has", "results", [key])));
  expect(log.flatMap(([, , batch]) => batch)).toEqual(keys);
});

test("writes that take effect together share a transaction with their neighbours, and fail alone", async () => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 64 });
  const groupOf = (...keys: string[]) => ({ space: "results" as const, writes: keys.map(write) });
  const writeAll = async (groups: readonly WriteGroup[]): Promise<void> => {
    const keys = groups.flatMap(({ writes }) => writes.map(({ key }) => key));
    log.push(["together", "results", keys]);
    if (keys.some((key) => key.startsWith("bad"))) throw new Error(`no ${keys}`);
  };
  const outcomes = Promise.allSettled([
    queue.join(groupOf("a", "b"), writeAll),
    queue.join(groupOf("c"), writeAll),
    queue.add("read", "results", ["c"]),
    queue.join(groupOf("d"), writeAll),
    queue.join(groupOf("bad"), writeAll),
    queue.join(groupOf("c", "e"), writeAll),
  ]);
  expect((await outcomes).map(({ status }) => status === "fulfilled")).toEqual([true, true, true, true, false, true]);
  expect(log.map(([kind, , keys]) => `${kind} ${keys}`)).toEqual([
    "together a,b,c,d,bad",
    "together a,b",
    "together c",
    "together d",
    "together bad",
    "read c",
    "together c,e",
  ]);
});

test("what is written together takes no more along when it is much", async () => {
  const queue = new OperationQueue(recording([]), { batchSize: 64 });
  const sizes: number[] = [];
  const writes = Array.from({ length: 400 }, (_, i) => write(`${i}`));
  const writeAll = async (groups: readonly WriteGroup[]): Promise<void> => {
    sizes.push(groups.length);
  };
  await Promise.all(Array.from({ length: 7 }, () => queue.join({ space: "results", writes }, writeAll)));
  expect(sizes).toEqual([3, 3, 1]);
});

test.each([1, 2])("work after a call counts as work of its turn, with %d batches in flight", async (concurrency) => {
  const log: Log = [];
  const queue = new OperationQueue(recording(log), { batchSize: 1, concurrency });
  await new Promise(setImmediate);
  const asked = queue.add("has", "results", ["a", "b"]);
  const end = performance.now() + 12;
  while (performance.now() < end);
  for (let i = 0; i < 10; i++) await undefined;
  expect(log).toEqual([]); // The time slice of this turn is used up.
  expect(await asked).toEqual([true, true]);
});
