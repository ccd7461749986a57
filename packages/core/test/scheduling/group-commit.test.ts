import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { Batch, PendingItem } from "../../src/scheduling/batch.ts";
import { asError, GroupCommit } from "../../src/scheduling/group-commit.ts";
import { OperationQueue } from "../../src/scheduling/operation-queue.ts";
import type { RecordRemoval } from "../../src/storage.ts";

/** Queue over a medium that records its calls. */
function open(
  commit: () => Promise<void> = async () => {},
  begin?: () => Promise<void>,
): { queue: OperationQueue; log: string[] } {
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
    begin: () => (begin ? begin().then(() => void log.push("begin")) : void log.push("begin")),
    commit: async () => {
      await commit();
      log.push("commit");
    },
    rollback: () => void log.push("rollback"),
  };
  return { queue: new OperationQueue(executor, { batchSize: 10 }, transactions), log };
}

/** A busy machine may end a time slice, and with it a transaction, at any step: these orders hold when it does not. */
const IN_ONE_SLICE = { retry: 20 };

beforeEach(async () => {
  // The first run of a function can take as long as a time slice, at whose end a transaction ends, too.
  const { queue } = open();
  await Promise.all(separateChanges(queue, "a"));
  await new Promise(setImmediate);
});

function removal(key: string): RecordRemoval {
  return { key, condition: "any" };
}

test("changes of one turn are one transaction, in the order of the calls", IN_ONE_SLICE, async () => {
  const { queue, log } = open();
  const done = (what: string) => () => void log.push(`told ${what}`);
  await Promise.all([
    queue.add("remove", "results", [removal("a")]).then(done("a")),
    queue.add("read", "results", ["b", "a"]).then(done("b")),
    queue.add("remove", "results", [removal("a"), removal("d")]).then(done("a again")),
  ]);
  expect(log).toEqual([
    ...["begin", "remove a", "read b,a", "remove a,d", "commit"],
    ...["told a", "told b", "told a again"],
  ]);
});

test("reads are told at once, unless they may have seen what could still be undone", IN_ONE_SLICE, async () => {
  const { queue, log } = open(() => new Promise(setImmediate));
  const done = (what: string) => () => void log.push(`told ${what}`);
  await Promise.all([
    queue.add("read", "results", ["a", "b"]).then(done("a")),
    queue.add("remove", "results", [removal("a")]).then(done("removal")),
    queue.add("read", "results", ["a"]).then(done("a again")),
    queue.add("remove", "results", [removal("a")]).then(done("removal again")),
  ]);
  expect(log.indexOf("told a")).toBeLessThan(log.indexOf("commit"));
  expect(log.slice(-4)).toEqual(["commit", "told removal", "told a again", "told removal again"]);
});

test("a batch that shares a transaction with no other change gets none", async () => {
  const { queue, log } = open();
  await queue.add("read", "results", ["a"]);
  await queue.add("remove", "results", [removal("b")]);
  await Promise.all([
    queue.add("remove", "results", [removal("c"), removal("d")]),
    queue.add("read", "results", ["c"]),
  ]);
  expect(log).toEqual(["read a", "remove b", "remove c,d", "read c"]);
});

/** Changes whose batches cannot be joined, since each accesses the key of the one before. */
function separateChanges(queue: OperationQueue, key: string): Promise<unknown>[] {
  return [
    queue.add("remove", "results", [removal(key)]),
    queue.add("read", "results", [key]),
    queue.add("remove", "results", [removal(key)]),
  ];
}

test("a commit that fails fails all of its transaction, except what had failed already", IN_ONE_SLICE, async () => {
  let fails = true;
  const { queue, log } = open(async () => {
    if (fails) throw new Error("disk full");
  });
  const outcomes = await Promise.allSettled([
    queue.add("remove", "results", [removal("a")]),
    queue.add("remove", "results", [removal("bad")]),
    queue.add("read", "results", ["b", "a"]),
    queue.add("remove", "results", [removal("a")]),
  ]);
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { message: "disk full" } },
    { status: "rejected", reason: { message: "no such" } },
    { status: "rejected", reason: { message: "disk full" } },
    { status: "rejected", reason: { message: "disk full" } },
  ]);
  fails = false;
  await Promise.all(separateChanges(queue, "b"));
  expect(log.slice(-5)).toEqual(["begin", "remove b", "read b", "remove b", "commit"]);
});

test("work that goes to the medium itself is outside of the transaction", IN_ONE_SLICE, async () => {
  const { queue, log } = open();
  await Promise.all([
    ...separateChanges(queue, "a"),
    queue.run(async () => void log.push("task")),
    ...separateChanges(queue, "b"),
  ]);
  const inTransaction = (key: string) => ["begin", `remove ${key}`, `read ${key}`, `remove ${key}`, "commit"];
  expect(log).toEqual([...inTransaction("a"), "task", ...inTransaction("b")]);
});

test("a transaction ends while operations keep arriving", async () => {
  const { queue, log } = open(() => new Promise(setImmediate));
  let told = 0;
  for (let i = 0; i < 300; i++) {
    for (const change of separateChanges(queue, `${i}`)) void change.then(() => told++);
    await new Promise(setImmediate);
    if (i === 200) expect(told).toBeGreaterThan(300);
  }
  await queue.idle();
  expect(told).toBe(900);
  expect(log.filter((each) => each === "commit").length).toBeGreaterThan(10);
});

test("a transaction takes no more than so many operations", async () => {
  const { queue, log } = open();
  await Promise.all(Array.from({ length: 4_000 }, (_, i) => queue.add("remove", "results", [removal(`${i}`)])));
  const sizes = log
    .join()
    .split("begin")
    .slice(1)
    .map((each) => each.match(/\d+/g)?.length);
  expect(Math.max(...(sizes as number[]))).toBeLessThanOrEqual(1024);
});

test("transactions may be asynchronous; one that cannot begin fails its batch alone", IN_ONE_SLICE, async () => {
  let fails = true;
  const begin = async (): Promise<void> => {
    await new Promise(setImmediate);
    if (fails) throw new Error("no connection");
  };
  const { queue, log } = open(() => new Promise(setImmediate), begin);
  expect(await Promise.allSettled(separateChanges(queue, "a"))).toMatchObject([
    { status: "rejected", reason: { message: "no connection" } },
    { status: "fulfilled" },
    { status: "fulfilled" },
  ]);
  fails = false;
  log.length = 0;
  await Promise.all(separateChanges(queue, "b"));
  expect(log).toEqual(["begin", "remove b", "read b", "remove b", "commit"]);
});

/** Commits that note what they do, and fail with an error if there is one. */
function openCommits(failure?: Error): { commits: GroupCommit; log: string[] } {
  const log: string[] = [];
  const commit = (): void => {
    log.push("commit");
    if (failure) throw failure;
  };
  return { commits: new GroupCommit({ begin: () => void log.push("begin"), commit, rollback: () => {} }), log };
}
function batchOf(count = 1): Batch<"has"> {
  const batch = new Batch("has", "results");
  for (let i = 0; i < count; i++) new PendingItem(batch, "a");
  return batch;
}
/** Lets a transaction get so old that it takes no batches but those it waits for. */
const growOld = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 7));
async function isDone(promise: unknown): Promise<boolean> {
  let done = false;
  Promise.resolve(promise).then(() => {
    done = true;
  });
  for (let i = 0; i < 3; i++) await nextTurn();
  return done;
}

test("a batch that needs no transaction gets none, and is settled at once", async () => {
  const { commits, log } = openCommits();
  const batch = batchOf();
  expect(commits.join(batch, false, 0)).toBeUndefined();
  commits.settle(batch, [true]);
  expect([batch.outcomes, commits.isOpen]).toEqual([[true], false]);
  await commits.end();
  expect(log).toEqual([]);
});

test("batches of a transaction are settled by its commit; an error of that is theirs, unless they have one", async () => {
  for (const failure of [undefined, new Error("no commit")]) {
    const { commits, log } = openCommits(failure);
    const [batch, own] = [batchOf(2), new Error("own")];
    expect(commits.join(batch, true, 0)).toBeUndefined();
    commits.settle(batch, [true, own]);
    expect([commits.isOpen, batch.outcomes]).toEqual([true, []]);
    await commits.end();
    expect([log, commits.isOpen, batch.outcomes]).toEqual([["begin", "commit"], false, [failure ?? true, own]]);
    await commits.end();
    expect(log).toEqual(["begin", "commit"]);
  }
});

test("a transaction takes the batches that waited when it began, however old it is, and no others then", async () => {
  const { commits, log } = openCommits();
  const batches = [batchOf(), batchOf(), batchOf()];
  const join = async (batch: Batch): Promise<void> => {
    await commits.join(batch, true, 2);
    commits.settle(batch, [true]);
  };
  for (const batch of batches) {
    await join(batch);
    await growOld();
  }
  expect(log).toEqual(["begin"]);
  await join(batchOf());
  expect(log).toEqual(["begin", "commit", "begin"]);
  expect(batches.map(({ outcomes }) => outcomes)).toEqual([[true], [true], [true]]);
});

test("a transaction has 1,024 operations at most", async () => {
  for (const [second, log] of [
    [24, ["begin"]],
    [25, ["begin", "commit", "begin"]],
  ] as const) {
    const opened = openCommits();
    for (const batch of [batchOf(1000), batchOf(second)]) {
      await opened.commits.join(batch, true, 5);
      opened.commits.settle(batch, []);
    }
    expect(opened.log).toEqual(log);
  }
});

test("a commit waits for the batches that are being carried out, and others for the commit", async () => {
  const { commits, log } = openCommits();
  const [first, second, third] = [batchOf(), batchOf(), batchOf()];
  commits.join(first, true, 1);
  commits.join(second, true, 0);
  const ending = commits.end();
  const joining = commits.join(third, true, 0);
  commits.settle(first, [true]);
  expect(await isDone(ending)).toBe(false);
  expect(log).toEqual(["begin"]);
  commits.settle(second, [true]);
  expect(await isDone(ending)).toBe(true);
  expect(await isDone(joining)).toBe(true);
  expect([log, first.outcomes, third.outcomes]).toEqual([["begin", "commit", "begin"], [true], []]);
});

test("a transaction begins when no batch outside of it is being carried out", async () => {
  const { commits, log } = openCommits();
  const outside = batchOf();
  commits.join(outside, false, 0);
  const joining = commits.join(batchOf(), true, 0);
  expect(await isDone(joining)).toBe(false);
  expect(log).toEqual([]);
  commits.settle(outside, [true]);
  expect(await isDone(joining)).toBe(true);
  expect([log, outside.outcomes]).toEqual([["begin"], [true]]);
});

test("any thrown value becomes an error", () => {
  const error = new Error("x");
  expect(asError(error)).toBe(error);
  expect(asError("text")).toMatchObject({ message: "text", cause: "text" });
});
