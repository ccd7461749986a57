import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { isResultsError } from "@results-manager/core";
import { makeFolder, tempFolder } from "@results-manager/testing";
import { afterAll, describe, expect, test } from "vitest";
import { ResultsManager, SyncBridgeError } from "../../src/index.ts";
import { Anything, Count, registry } from "../support/models.ts";
import { thrownBy } from "../support/thrown-by.ts";

const UNRULY = { module: new URL("../support/unruly-backend.ts", import.meta.url), export: "UnrulyBackend" };

/** Waits longer than any machine takes; what fails for another reason fails long before. */
const PATIENCE_MS = 60_000;

const unruly = (options: { timeoutMs?: number } = {}): ResultsManager =>
  new ResultsManager({ backend: UNRULY, registry, timeoutMs: PATIENCE_MS, ...options });

/** Gives the worker that was started last. */
let latest: Worker | undefined;
subscribe("worker_threads", (message) => {
  latest = (message as { readonly worker: Worker }).worker;
});

/** Where it notes what it does; a worker has the environment of when it was started. */
const folder = makeFolder();
const log = join(folder, "log");
process.env.UNRULY_LOG = log;
afterAll(() => rmSync(folder, { recursive: true }));

/** Expects a call to fail because of the worker, not because it was waited for so patiently. */
function expectBridgeFailure(call: () => unknown): SyncBridgeError {
  const error = thrownBy(call);
  expect((error as Error).message).not.toContain(`within ${PATIENCE_MS} ms`);
  expect(error).toBeInstanceOf(SyncBridgeError);
  expect(isResultsError(error, "SYNC_BRIDGE_FAILED")).toBe(true);
  expect((error as Error).stack).toContain("failures.test.ts");
  return error as SyncBridgeError;
}

describe("a worker that dies", () => {
  test("by process.exit(): SYNC_BRIDGE_FAILED, and the next call has a fresh one", () => {
    using results = unruly();
    results.set("a", 1, { model: Anything });
    const first = results.backend.locate("results", "a");
    const { message, cause } = expectBridgeFailure(() => results.get("exit"));
    expect(message).toContain("exited with code 3");
    expect(cause).toBeInstanceOf(Error);
    expect(results.exists("a")).toBe(false); // It was in the memory of the first.
    expect(results.set("a", 2, { model: Anything })).toBe(true);
    expect(results.backend.locate("results", "a")).not.toBe(first);
  });

  test.for(["throw-later", "reject-later"])("by an error that nobody catches, %s", (key) => {
    using results = unruly();
    // It may come before the answer, or be found by the next call.
    const calls = () => {
      for (let i = 0; i < 100; i++) {
        results.exists(key);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      }
    };
    expect(expectBridgeFailure(calls).message).toContain("nobody");
    expect(results.exists("a")).toBe(false);
  });

  test("takes the stores of all its managers along, and each is opened again", () => {
    const folder = tempFolder();
    const shared = { registry };
    using files = new ResultsManager({ baseDir: folder, ...shared });
    using sqlite = new ResultsManager(`sqlite:${join(folder, "results.db")}`, shared);
    using bad = new ResultsManager({ backend: UNRULY, ...shared });
    for (const results of [files, sqlite]) results.set("a", { n: 1 }, { model: Count });
    expectBridgeFailure(() => bad.get("exit"));
    for (const results of [files, sqlite, bad]) {
      expect(results.exists("a")).toBe(results !== bad);
      expect(results.set("b", { n: 2 }, { model: Count })).toBe(true);
    }
    expect(files.listIds()).toEqual(["a", "b"]);
  });

  test("is told once to whoever kept records in its memory, though the call that failed was another's", () => {
    using memory = new ResultsManager("memory:", { registry });
    using sqlite = new ResultsManager("sqlite::memory:", { registry });
    using bad = unruly();
    for (const results of [memory, sqlite]) results.set("a", { n: 1 }, { model: Count });
    expectBridgeFailure(() => bad.get("exit"));
    for (const results of [memory, sqlite]) {
      const { message } = expectBridgeFailure(() => results.set("b", { n: 2 }, { model: Count }));
      expect(message).toContain("kept in memory are lost");
      expect(results.listIds()).toEqual([]);
    }
    expect(bad.exists("a")).toBe(false); // It knows already.
    expectBridgeFailure(() => memory.update("a", Count, () => bad.get("exit") as { n: number }));
    expectBridgeFailure(() => memory.exists("a"));
    expect(memory.exists("a")).toBe(false);
  });

  test("in the midst of a listing: it goes on behind what was listed", () => {
    const shared = { registry };
    using results = new ResultsManager({ baseDir: tempFolder(), durability: "process", ...shared });
    using bad = new ResultsManager({ backend: UNRULY, ...shared });
    const ids = Array.from({ length: 2_500 }, (_, i) => `r/${String(i).padStart(4, "0")}`);
    results.setMany(
      ids.map((id) => [id, { n: 1 }] as const),
      { model: Count },
    );
    const listed: string[] = [];
    for (const id of results.ids("r", { limit: 2_400 })) {
      listed.push(id);
      if (listed.length === 500) expectBridgeFailure(() => bad.get("exit"));
    }
    expect(listed).toEqual(ids.slice(0, 2_400));
  });

  test("while it holds a lease and a lock: neither keeps anybody waiting", () => {
    const shared = { registry };
    using results = new ResultsManager({ baseDir: tempFolder(), timeoutMs: 30_000, ...shared });
    using bad = new ResultsManager({ backend: UNRULY, ...shared });
    expectBridgeFailure(() => results.getOrCompute("c", Count, () => bad.get("exit") as { n: number }));
    expectBridgeFailure(() => results.update("u", Count, () => bad.get("exit") as { n: number }));
    // The lease of a process that lives, and is silent, is waited for longer than timeoutMs.
    expect(results.getOrCompute("c", Count, () => ({ n: 1 }))).toEqual({ n: 1 });
    expect(results.update("u", Count, () => ({ n: 2 }))).toEqual({ n: 2 });
    let calls = 0;
    const survived = results.update("u", Count, (current) => {
      if (++calls === 1) expectBridgeFailure(() => bad.get("exit"));
      return { n: (current?.n ?? 0) + 1 };
    });
    // Nobody knows by now whether it is still what was read: it is read again.
    expect([survived, calls]).toEqual([{ n: 3 }, 2]);
  });

  test("closing after it has died closes, and stays closed", () => {
    const results = unruly();
    expectBridgeFailure(() => results.get("exit"));
    results.close();
    results.close();
    expect(thrownBy(() => results.exists("a"))).toMatchObject({ code: "BACKEND_CLOSED" });
  });
});

describe("a call that takes longer than timeoutMs", () => {
  test("or than it takes to look after the worker, is answered", () => {
    using results = unruly();
    expect(thrownBy(() => results.get("slow"))).toMatchObject({ code: "RESULT_NOT_FOUND" });
    results.set("a", 1, { model: Anything });
    expect(thrownBy(() => results.get("busy"))).toMatchObject({ code: "RESULT_NOT_FOUND" });
    expect(results.get("a", Anything)).toBe(1);
  });

  test("SYNC_BRIDGE_FAILED, saying so; the next call has a fresh worker", () => {
    using results = unruly({ timeoutMs: 300 });
    const { message } = expectBridgeFailure(() => results.get("never"));
    expect(message).toContain("within 300 ms");
    expect(message).toContain("timeoutMs");
    using patient = unruly();
    expect(patient.exists("a")).toBe(false);
  });

  test("a worker that hangs is ended, whatever it is at", async () => {
    rmSync(log, { force: true });
    unruly().exists("a"); // Starts a worker, which takes a while.
    const worker = latest as Worker;
    const ended = once(worker, "exit");
    using results = unruly({ timeoutMs: 1_001 });
    expectBridgeFailure(() => results.get("loop"));
    await ended; // Which a loop without an end never comes to by itself.
    expect(statSync(log).size).toBeGreaterThan(0);
    using patient = unruly();
    expect(patient.exists("a")).toBe(false);
    expect(latest).not.toBe(worker);
  });

  test("what was given up does nothing later", async () => {
    rmSync(log, { force: true });
    unruly().exists("a"); // Starts a worker, which takes a while.
    const ended = once(latest as Worker, "exit");
    using results = unruly({ timeoutMs: 302 });
    expectBridgeFailure(() => results.get("late"));
    await ended;
    writeFileSync(`${log}.go`, "");
    expect(existsSync(log)).toBe(false);
    using patient = unruly();
    expect(thrownBy(() => patient.get("late"))).toMatchObject({ code: "RESULT_NOT_FOUND" });
    expect(readFileSync(log, "utf8")).toBe("late");
  });
});

describe("sharing", () => {
  test("all managers have one worker, however long each waits", () => {
    const threads = Array.from({ length: 10 }, (_, i) => {
      using results = unruly({ timeoutMs: PATIENCE_MS + i });
      return results.backend.locate("results", "a");
    });
    expect(new Set(threads).size).toBe(1);
  });
});
