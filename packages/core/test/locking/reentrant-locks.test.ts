import { expect, test } from "vitest";
import { ReentrantLocks } from "../../src/locking/reentrant-locks.ts";

const OPTIONS = { timeoutMs: 1000 };

/** Locks that are recorded, and that cannot be acquired if they begin with `!`. */
function recorded() {
  const log: string[] = [];
  const locks = new ReentrantLocks((key) => {
    if (key.startsWith("~")) throw new Error("no lock");
    log.push(`+${key}`);
    return () => log.push(`-${key}`);
  });
  const run = <T>(keys: readonly string[], task: () => Promise<T>): Promise<T> => locks.run(keys, task, OPTIONS);
  return { log, run };
}

test("each key is locked once, in code-point order, and released in the opposite one", async () => {
  const { log, run } = recorded();
  expect(await run(["b", "a", "b", "\u{10000}", "\uffff"], async () => log.push("task"))).toBe(5);
  expect(log).toEqual(["+a", "+b", "+\uffff", "+\u{10000}", "task", "-\u{10000}", "-\uffff", "-b", "-a"]);
  log.length = 0;
  expect(await run([], async () => log.push("task"))).toBe(1);
  expect(log).toEqual(["task"]);
});

test("a nested operation locks only what is not held, at any depth", async () => {
  const { log, run } = recorded();
  await run(["a"], () =>
    run(["a", "b"], () => run(["a", "b", "c"], () => run(["a", "c"], async () => log.push("task")))),
  );
  expect(log).toEqual(["+a", "+b", "+c", "task", "-c", "-b", "-a"]);
});

test("other locks, and a chain of calls beside it, hold nothing", async () => {
  const [one, other] = [recorded(), recorded()];
  await one.run(["a"], () => other.run(["a"], async () => {}));
  expect([one.log, other.log]).toEqual([
    ["+a", "-a"],
    ["+a", "-a"],
  ]);
});

test("what outlives its operation holds no lock", async () => {
  const { log, run } = recorded();
  let left: Promise<unknown> | undefined;
  await run(["a"], async () => {
    left = new Promise((resolve) => setImmediate(resolve)).then(() => run(["a"], async () => log.push("left")));
  });
  await left;
  expect(log).toEqual(["+a", "-a", "+a", "left", "-a"]);
});

test("locks are released if the task fails, or another lock cannot be acquired", async () => {
  const { log, run } = recorded();
  await expect(run(["a", "b"], () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  await expect(run(["a", "~"], () => expect.fail())).rejects.toThrow("no lock");
  expect(log).toEqual(["+a", "+b", "-b", "-a", "+a", "-a"]);
});
