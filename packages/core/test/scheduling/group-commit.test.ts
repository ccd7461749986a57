import { expect, test } from "vitest";
import { OperationQueue } from "../../src/scheduling/operation-queue.ts";
import type { RecordRemoval } from "../../src/storage.ts";

/** A queue over a medium that says what it is told. */
function open(commit: () => Promise<void> = async () => {}): { queue: OperationQueue; log: string[] } {
  const log: string[] = [];
  const unused = (): never => {
    throw new Error("unused");
  };
  const executor = {
    read: (_: string, keys: readonly string[]) => {
      log.push(`read ${keys.join()}`);
      return keys.map((key) => (key === "bad" ? new Error("no such") : undefined));
    },
    has: unused,
    confirm: unused,
    write: unused,
    change: unused,
    remove: (_: string, removals: readonly RecordRemoval[]) => {
      log.push(`remove ${removals.map(({ key }) => key).join()}`);
      return removals.map(({ key }) => (key === "bad" ? new Error("no such") : true));
    },
  };
  const transactions = {
    begin: () => void log.push("begin"),
    commit: async () => {
      await commit();
      log.push("commit");
    },
    rollback: () => void log.push("rollback"),
  };
  return { queue: new OperationQueue(executor, { batchSize: 10 }, transactions), log };
}

function removal(key: string): RecordRemoval {
  return { key, condition: "any" };
}

test("what one turn asks for is one transaction, in the order of the calls", async () => {
  const { queue, log } = open();
  const done = (what: string) => () => void log.push(`told ${what}`);
  await Promise.all([
    queue.add("remove", "results", [removal("a")]).then(done("a")),
    queue.add("read", "results", ["b"]).then(done("b")),
    queue.add("remove", "results", [removal("c"), removal("d")]).then(done("c")),
  ]);
  expect(log).toEqual(["begin", "remove a", "read b", "remove c,d", "commit", "told a", "told b", "told c"]);
});

test("reads are told at once, unless they may have seen what could still be undone", async () => {
  const { queue, log } = open(() => new Promise(setImmediate));
  const done = (what: string) => () => void log.push(`told ${what}`);
  await Promise.all([
    queue.add("read", "results", ["a", "b"]).then(done("a")),
    queue.add("remove", "results", [removal("a")]).then(done("removal")),
    queue.add("read", "results", ["a"]).then(done("a again")),
  ]);
  expect(log.indexOf("told a")).toBeLessThan(log.indexOf("commit"));
  expect(log.slice(-3)).toEqual(["commit", "told removal", "told a again"]);
});

test("a lone operation gets no transaction", async () => {
  const { queue, log } = open();
  await queue.add("read", "results", ["a"]);
  await queue.add("remove", "results", [removal("b")]);
  expect(log).toEqual(["read a", "remove b"]);
});

test("where the commit fails, everyone is told so, but for those that had failed already", async () => {
  let fails = true;
  const { queue, log } = open(async () => {
    if (fails) throw new Error("disk full");
  });
  const outcomes = await Promise.allSettled([
    queue.add("remove", "results", [removal("a")]),
    queue.add("remove", "results", [removal("bad")]),
    queue.add("read", "results", ["b"]),
  ]);
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { message: "disk full" } },
    { status: "rejected", reason: { message: "no such" } },
    { status: "rejected", reason: { message: "disk full" } },
  ]);
  fails = false;
  await Promise.all([queue.add("read", "results", ["a"]), queue.add("remove", "results", [removal("b")])]);
  expect(log.slice(-4)).toEqual(["begin", "read a", "remove b", "commit"]);
});

test("work that goes to the medium itself is outside of the transaction", async () => {
  const { queue, log } = open();
  await Promise.all([
    queue.add("read", "results", ["a", "b"]),
    queue.run(async () => void log.push("task")),
    queue.add("read", "results", ["c", "d"]),
  ]);
  expect(log).toEqual(["begin", "read a,b", "commit", "task", "begin", "read c,d", "commit"]);
});
