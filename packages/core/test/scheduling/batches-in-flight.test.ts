import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { RecordRemoval } from "../../src/records/storage-backend.ts";
import type { Executor } from "../../src/scheduling/executor.ts";
import { OperationQueue } from "../../src/scheduling/operation-queue.ts";

const removal = (key: string): RecordRemoval => ({ key, condition: "any" });

/** Queue over a medium whose batches of removals end when they are told to. */
function open(concurrency: number) {
  const running: string[] = [];
  const ends = new Map<string, () => void>();
  const began: string[] = [];
  const carryOut = async <T>(name: string, outcomes: T[]): Promise<T[]> => {
    const end = deferred<void>();
    ends.set(name, end.resolve);
    running.push(name);
    began.push(name);
    await end.promise;
    running.splice(running.indexOf(name), 1);
    return outcomes;
  };
  const unused = (): never => {
    throw new Error("unused");
  };
  const executor: Executor = {
    read: (_, keys) =>
      carryOut(
        `read ${keys}`,
        keys.map(() => undefined),
      ),
    has: unused,
    confirm: unused,
    write: unused,
    change: unused,
    remove: (space, removals) =>
      carryOut(
        `remove ${space === "leases" ? "lease " : ""}${removals.map(({ key }) => key)}`,
        removals.map(() => true),
      ),
  };
  const queue = new OperationQueue(executor, { batchSize: 2, concurrency });
  const settle = async (name?: string): Promise<string[]> => {
    if (name !== undefined) ends.get(name)?.();
    for (let i = 0; i < 5; i++) await new Promise(setImmediate); // The queue may let other turns pass.
    return [...running];
  };
  return { queue, settle, began };
}

test("batches over disjoint keys are carried out at the same time, up to the limit", async () => {
  const { queue, settle } = open(2);
  const done = queue.add("remove", "results", ["a", "b", "c", "d", "e"].map(removal));
  expect(await settle()).toEqual(["remove a,b", "remove c,d"]);
  expect(await settle("remove c,d")).toEqual(["remove a,b", "remove e"]);
  await settle("remove a,b");
  await settle("remove e");
  expect(await done).toHaveLength(5);
  expect(queue.isIdle).toBe(true);
});

test("an operation alone takes no time slice, also when it follows another; those of one turn do", async () => {
  const { queue, settle } = open(2);
  const read = (key: string) => queue.enter("read", "results", key);
  const first = read("a");
  const second = first.settled.then(() => read("b"));
  await settle("read a");
  await settle("read a");
  expect([first.isLone, (await second).isLone]).toEqual([true, true]);
  await settle("read b");
  const [third, fourth] = [read("c"), read("d")];
  await settle("read c,d");
  expect([third.isLone, fourth.isLone]).toEqual([false, false]);
});

test("a batch waits for those that access its keys, unless both read", async () => {
  const { queue, settle } = open(8);
  const done = [
    queue.add("read", "results", ["a"]),
    queue.add("remove", "results", [removal("a")]),
    queue.add("read", "results", ["b", "c", "a"]),
  ];
  expect(await settle()).toEqual(["read a,b"]);
  expect(await settle("read a,b")).toEqual(["remove a"]);
  expect(await settle("remove a")).toEqual(["read c,a"]);
  await settle("read c,a");
  await Promise.all(done);
});

test("a lease is released after everything that was requested before it", async () => {
  const { queue, settle } = open(8);
  const done = [queue.add("remove", "results", [removal("a")]), queue.add("remove", "leases", [removal("k")])];
  expect(await settle()).toEqual(["remove a"]);
  expect(await settle("remove a")).toEqual(["remove lease k"]);
  await settle("remove lease k");
  await Promise.all(done);
});

test("an exclusive task runs alone", async () => {
  const { queue, settle, began } = open(8);
  const task = deferred<void>();
  const done = [
    queue.add("remove", "results", [removal("a"), removal("b"), removal("c")]),
    queue.run(() => {
      began.push("task");
      return task.promise;
    }),
    queue.add("remove", "results", [removal("d")]),
  ];
  expect(await settle()).toEqual(["remove a,b", "remove c"]);
  await settle("remove a,b");
  expect(began).not.toContain("task");
  await settle("remove c");
  expect(began.at(-1)).toBe("task");
  task.resolve();
  expect(await settle()).toEqual(["remove d"]);
  await settle("remove d");
  await Promise.all(done);
});
