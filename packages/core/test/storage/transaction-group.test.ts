import { expect, test } from "vitest";
import { OperationQueue } from "../../src/storage/operation-queue.ts";

/** A queue over a medium that says what it is told; each read is one batch, each `has` another kind. */
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
    has: (_: string, keys: readonly string[]) => {
      log.push(`has ${keys.join()}`);
      return keys.map(() => true);
    },
    write: unused,
    remove: unused,
  };
  const transactions = {
    begin: () => void log.push("begin"),
    commit: async () => {
      await commit();
      log.push("commit");
    },
  };
  return { queue: new OperationQueue(executor, 10, transactions), log };
}

test("what one turn asks for is one transaction, in the order of the calls", async () => {
  const { queue, log } = open();
  const done = (what: string) => () => void log.push(`told ${what}`);
  await Promise.all([
    queue.add("read", "results", ["a"]).then(done("a")),
    queue.add("has", "results", ["b"]).then(done("b")),
    queue.add("read", "results", ["c", "d"]).then(done("c")),
  ]);
  expect(log).toEqual(["begin", "read a", "has b", "read c,d", "commit", "told a", "told b", "told c"]);
});

test("a lone operation gets no transaction", async () => {
  const { queue, log } = open();
  await queue.add("read", "results", ["a"]);
  await queue.add("has", "results", ["b"]);
  expect(log).toEqual(["read a", "has b"]);
});

test("where the commit fails, everyone is told so, but for those that had failed already", async () => {
  let fails = true;
  const { queue, log } = open(async () => {
    if (fails) throw new Error("disk full");
  });
  const outcomes = await Promise.allSettled([
    queue.add("read", "results", ["a"]),
    queue.add("read", "results", ["bad"]),
    queue.add("has", "results", ["b"]),
  ]);
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { message: "disk full" } },
    { status: "rejected", reason: { message: "no such" } },
    { status: "rejected", reason: { message: "disk full" } },
  ]);
  fails = false;
  await Promise.all([queue.add("read", "results", ["a"]), queue.add("has", "results", ["b"])]);
  expect(log.slice(-4)).toEqual(["begin", "read a", "has b", "commit"]);
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
