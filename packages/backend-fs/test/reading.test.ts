import { spawnSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { ModelRegistry } from "@results-manager/core";
import { failureOf, moduleFlags, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const COUNT = 2048;
const ids = Array.from({ length: COUNT }, (_, i) => `g${i % 20}/r${i}`);

async function filledFolder(): Promise<string> {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, durability: "process" });
  await Promise.all(ids.map((id, i) => results.set(id, i, { model: Count })));
  return folder;
}

interface Thread {
  readonly worker: Worker;
  readonly online: Promise<unknown>;
}

/** Notes the threads that are started from here on, until the test is over. */
function startedThreads(): readonly Thread[] {
  const threads: Thread[] = [];
  const seen = (message: unknown): void => {
    const { worker } = message as { readonly worker: Worker };
    threads.push({ worker, online: new Promise((resolve) => worker.once("online", resolve)) });
  };
  subscribe("worker_threads", seen);
  onTestFinished(() => void unsubscribe("worker_threads", seen));
  return threads;
}

/** Reads a large batch, and waits for the thread that it starts. */
async function startThread(results: FileBackend, threads: readonly Thread[]): Promise<void> {
  await Promise.all(ids.map((id) => results.get(id, Count).catch(() => {})));
  expect(threads).toHaveLength(1);
  await threads[0]?.online;
}

test("the reading thread loads no package", () => {
  const reading = join(import.meta.dirname, "../src/reading");
  const seen = new Set<string>();
  const packages: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, target = ""] of readFileSync(path, "utf8").matchAll(
      /^(?:import|export) (?!type )[^;]*from "([^"]+)";/gm,
    )) {
      if (target.startsWith(".")) visit(join(path, "..", target));
      else if (!target.startsWith("node:")) packages.push(target);
    }
  };
  visit(join(reading, "results-manager-reader.ts"));
  expect(seen.size).toBeGreaterThan(2);
  expect(packages).toEqual([]);
});

test("a thread reads large batches, ends with the last store, and what it cannot read is told as ever", async () => {
  const threads = startedThreads();
  const folder = await filledFolder();
  writeFileSync(join(folder, "g1/r1.json"), '{"model_type": "Cou');
  rmSync(join(folder, "g2/r2.json"));
  rmSync(join(folder, "g3/r3.json"));
  mkdirSync(join(folder, "g3/r3.json"));
  const results = new FileBackend(folder, { registry });
  const other = new FileBackend(folder, { registry });
  await startThread(results, threads);
  const read = await Promise.allSettled(ids.map((id) => results.get(id, Count)));
  expect(read.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))).toEqual(
    ids.map((_, i) => i).filter((i) => i === 0 || i > 3),
  );
  expect(read.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []))).toEqual([
    "CORRUPT_RECORD",
    "RESULT_NOT_FOUND",
    "CORRUPT_RECORD",
  ]);
  await Promise.all(ids.slice(4).map((id) => other.get(id, Count)));
  let ended = false;
  threads[0]?.worker.once("exit", () => {
    ended = true;
  });
  await results.close();
  expect(ended).toBe(false);
  await other.close();
  expect(ended).toBe(true);
  expect(threads).toHaveLength(1);
});

test("closing waits for what a thread reads, and refuses what comes later", async () => {
  const threads = startedThreads();
  const results = new FileBackend(await filledFolder(), { registry });
  await startThread(results, threads);
  const reading = Promise.all(ids.map((id) => results.get(id, Count)));
  const closing = results.close();
  expect(await failureOf(results.get("g4/r4", Count))).toMatchObject({ code: "BACKEND_CLOSED" });
  expect(await reading).toEqual(ids.map((_, i) => i));
  await closing;
});

test("what is no answer ends the thread, and is not taken for one", async () => {
  const threads = startedThreads();
  await using results = new FileBackend(await filledFolder(), { registry });
  await startThread(results, threads);
  const thread = threads[0]?.worker;
  const ended = new Promise((resolve) => thread?.once("exit", resolve));
  thread?.once("message", () => thread.emit("message", { not: "texts" }));
  expect(await Promise.all(ids.map((id) => results.get(id, Count)))).toEqual(ids.map((_, i) => i));
  await ended;
  expect(await Promise.all(ids.map((id) => results.get(id, Count)))).toEqual(ids.map((_, i) => i));
});

test("what NODE_OPTIONS loads is not loaded into the thread", async () => {
  const folder = await filledFolder();
  const preload = join(tempFolder(), "preload.mjs");
  writeFileSync(
    preload,
    'import { isMainThread } from "node:worker_threads"; if (!isMainThread) console.error("loaded");',
  );
  const script = join(import.meta.dirname, "children", "read-batches.ts");
  const child = spawnSync(process.execPath, [...moduleFlags(), script, folder], {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` },
  });
  expect({ stderr: child.stderr, stdout: child.stdout }).toEqual({
    stderr: "",
    stdout: `${20 * COUNT} read, 1 threads\n`,
  });
});

test("one large read, whose thread is asked for nothing, keeps no process alive", async () => {
  const script = join(import.meta.dirname, "children", "read-batches.ts");
  const child = spawnSync(process.execPath, [...moduleFlags(), script, await filledFolder(), "once"], {
    encoding: "utf8",
    timeout: 120_000,
  });
  expect({ signal: child.signal, stdout: child.stdout }).toEqual({
    signal: null,
    stdout: `${COUNT} read, 1 threads\n`,
  });
});

test.each([
  ["a process that closes nothing ends by itself", [], "", 1],
  ["where the thread dies, its reads are done without it", [], "dies", 1],
  [
    "where there may be no threads, files are read without",
    ["--no-warnings", "--permission", "--allow-fs-read=*", "--allow-fs-write=*", "--allow-addons"],
    "",
    0,
  ],
])("%s", async (_, flags, how, threads) => {
  const folder = await filledFolder();
  const script = join(import.meta.dirname, "children", "read-batches.ts");
  const child = spawnSync(process.execPath, [...moduleFlags(), ...flags, script, folder, how], {
    encoding: "utf8",
    timeout: 120_000,
  });
  expect({ status: child.status, stderr: child.stderr, stdout: child.stdout }).toEqual({
    status: 0,
    stderr: "",
    stdout: `${20 * COUNT} read, ${threads} threads\n`,
  });
});
