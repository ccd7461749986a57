import { deferred, expectCode } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { OperationIntent } from "../../src/storage/operation.ts";
import { MemoryStorage, type StorageSupports } from "../../src/storage.ts";

/** Memory whose operations of some intents are wrapped, and that notes what is wrapped and when it closes. */
class Wrapped extends MemoryStorage {
  readonly wrapped: unknown[] = [];
  readonly intents: readonly OperationIntent[];
  isClosed = false;
  wait: Promise<void> | undefined;
  after: (() => void) | undefined;
  failure: unknown;

  constructor(...intents: OperationIntent[]) {
    super();
    this.intents = intents;
  }

  protected override wraps(intent: OperationIntent): boolean {
    return this.intents.includes(intent);
  }

  override operation<T>(keys: readonly string[], intent: OperationIntent, task: () => Promise<T>): Promise<T> {
    this.wrapped.push([keys, intent]);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const { after } = this;
    if (after) return task().finally(after);
    return this.wait ? this.wait.then(task) : task();
  }

  protected override async closeStorage(): Promise<void> {
    this.isClosed = true;
  }

  alone<T>(task: () => Promise<T>): Promise<T> {
    return this.runAlone(task);
  }
}
async function severalTurns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
class Asynchronous extends MemoryStorage {
  override readonly supports: StorageSupports = { ...new MemoryStorage().supports, synchronous: false };
}

test("a storage is closed by its last face", () => {
  const storage = new MemoryStorage();
  storage.openGate();
  storage.openGate();
  expect([storage.closeGate(), storage.closeGate()]).toEqual([false, true]);
});

test("operations are synchronous while nothing is queued, wrapped or closing, on a medium that can do so", async () => {
  const storage = new MemoryStorage();
  expect(storage.canBypassQueue).toBe(true);
  const reading = storage.read("results", ["a"]);
  expect(storage.canBypassQueue).toBe(false);
  await reading;
  expect(storage.canBypassQueue).toBe(true);
  const closing = storage.close();
  expect(storage.canBypassQueue).toBe(false);
  await closing;
  expect([new Wrapped("update"), new Wrapped(), new Asynchronous()].map((each) => each.canBypassQueue)).toEqual([
    true,
    true,
    false,
  ]);
  expect([new Wrapped("read"), new Wrapped("write")].map((each) => each.canBypassQueue)).toEqual([false, false]);
});

test("only operations of a wrapped intent are wrapped, with their key", async () => {
  const storage = new Wrapped("write");
  const gate = storage.openGate();
  const removal = { key: "b", condition: "any" } as const;
  expect(await storage.ask("has", "results", "a", gate).whenResult()).toBe(false);
  expect(storage.wrapped).toEqual([]);
  const removing = storage.ask("remove", "results", removal, gate);
  expect(storage.wrapped).toEqual([[["b"], "write"]]);
  expect(gate.isActive).toBe(false); // Nothing delays it, so that the queue alone counts it.
  expect(await removing.whenResult()).toBe(false);
});

test("an operation that is delayed counts until it is done, and its failure is that of its item", async () => {
  const storage = new Wrapped("read");
  const gate = storage.openGate();
  const lock = deferred();
  storage.wait = lock.promise;
  const asking = storage.ask("has", "results", "a", gate);
  expect(gate.isActive).toBe(true);
  lock.resolve();
  expect(await asking.whenResult()).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(gate.isActive).toBe(false);
  for (const failure of [new Error("no lock"), "no lock"]) {
    storage.failure = failure;
    await expect(storage.ask("has", "results", "a", gate).whenResult()).rejects.toThrow("no lock");
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(gate.isActive).toBe(false);
});

test("closing waits for queued and delayed operations, and for what they lead to", async () => {
  const storage = new Wrapped("read");
  const gate = storage.openGate();
  const lock = deferred();
  storage.wait = lock.promise;
  const asking = storage.ask("has", "results", "a", gate).whenResult();
  const following = asking.then(() => storage.alone(severalTurns)).then(() => storage.isClosed);
  const closing = storage.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(storage.isClosed).toBe(false);
  lock.resolve();
  await closing;
  expect([await asking, await following, storage.isClosed]).toEqual([false, false, true]);
});

test("a closed storage carries out nothing", async () => {
  const storage = new Wrapped();
  await storage[Symbol.asyncDispose]();
  await expectCode(storage.read("results", ["a"]), "BACKEND_CLOSED");
  await expectCode(
    storage.alone(async () => 1),
    "BACKEND_CLOSED",
  );
  await storage.close();
  await storage.reached();
  const wrapped = new Wrapped("read");
  const gate = wrapped.openGate();
  await wrapped.close();
  expect(() => wrapped.ask("has", "results", "a", gate)).toThrow(expect.objectContaining({ code: "BACKEND_CLOSED" }));
});

test("an operation ends after what a mixin does behind it, and fails if that does", async () => {
  const storage = new Wrapped("read");
  storage.after = () => {
    throw new Error("no unlock");
  };
  await expect(storage.ask("has", "results", "a", storage.openGate()).whenResult()).rejects.toThrow("no unlock");
});

test("what wraps a write ends after its content was made, and the write itself is not delayed by it", async () => {
  const storage = new Wrapped("write");
  const made = deferred();
  const log: string[] = [];
  const time = new Date(0).toISOString();
  const content = { modelName: "M", namespace: "n", version: 1, data: 1, createdAt: time, updatedAt: time };
  const prepare = async () => {
    await made.promise;
    log.push("made");
    return content;
  };
  storage.after = () => log.push("unlocked");
  const writing = storage.ask("write", "results", { key: "a", condition: "any", prepare }, storage.openGate());
  await severalTurns();
  expect(log).toEqual([]);
  made.resolve();
  await writing.whenResult();
  expect(log).toEqual(["made", "unlocked"]);
});

test("closing waits for what a caller begins once its operation is done", async () => {
  const storage = new Wrapped();
  const asking = storage.ask("has", "results", "a", storage.openGate()).whenResult();
  const following = asking.then(async () => {
    for (let i = 0; i < 100; i++) await undefined; // The queue is idle by now, and the turn is not over.
    await storage.alone(severalTurns);
    return storage.isClosed;
  });
  await storage.close();
  expect(await following).toBe(false);
});
