import { expect, test } from "vitest";
import { lockMixin } from "../../src/locking/lock-mixin.ts";
import type { LockOptions } from "../../src/locking/lock-options.ts";
import type { OperationIntent } from "../../src/storage/operation.ts";
import { type Constructor, MemoryStorage, type StorageBase } from "../../src/storage.ts";
import { openOperations } from "../support/open-operations.ts";

/** Storage whose locks are recorded; `locksOf` names no lock for the key `free`. */
function open(options: LockOptions, Base: Constructor<StorageBase> = MemoryStorage) {
  const log: string[] = [];
  const acquire = (key: string) => {
    log.push(`lock ${key}`);
    return () => log.push(`unlock ${key}`);
  };
  const strategy = {
    open: () => acquire as never,
    locksOf: (keys: readonly string[]) => keys.filter((key) => key !== "free"),
  };
  const lock = (Under: Constructor<StorageBase>) =>
    lockMixin<StorageBase, Constructor<StorageBase>>(Base === MemoryStorage ? Under : Base, strategy, options);
  const storage = openOperations(lock);
  const run = async (intent: OperationIntent, keys: readonly string[]): Promise<string[]> => {
    await storage.run(keys, async () => void log.push("run"), { intent });
    return log.splice(0);
  };
  const canBypass = (storage as unknown as StorageBase).canBypassQueue;
  return { run, canBypass };
}

test("operations of the chosen intents run under the locks of their keys", async () => {
  const all = open({});
  expect(await all.run("read", ["a"])).toEqual(["lock a", "run", "unlock a"]);
  expect(await all.run("write", ["b", "a"])).toEqual(["lock a", "lock b", "run", "unlock b", "unlock a"]);
  expect(await all.run("write", ["free"])).toEqual(["run"]);
  const updates = open({ intents: ["update"] });
  expect(await updates.run("write", ["a"])).toEqual(["run"]);
  expect(await updates.run("update", ["a"])).toEqual(["lock a", "run", "unlock a"]);
  expect([all.canBypass, updates.canBypass]).toEqual([false, true]);
});

test("a mixin below it still wraps what it wraps", () => {
  class Wrapping extends MemoryStorage {
    protected override wraps(intent: OperationIntent): boolean {
      return intent === "read";
    }
  }
  expect(open({ intents: ["update"] }, Wrapping).canBypass).toBe(false);
});

test("options are checked", () => {
  expect(() => open({ timeout: 5 } as never)).toThrow("Unknown option 'timeout' of a lock mixin.");
  expect(() => open({ timeoutMs: -1 })).toThrow(RangeError);
  open({ timeoutMs: 5, intents: ["read"] });
});
