import { expect, test } from "vitest";
import { internalContent } from "../../../src/records/internal-record.ts";
import { pollKeys } from "../../../src/storage/algorithms/poll-keys.ts";
import { MapTexts } from "../../support/map-texts.ts";
import { QueuedMemory } from "../../support/queued-memory.ts";

test.for([
  ["objects as revisions", QueuedMemory],
  ["texts as revisions", MapTexts],
] as const)("changes between readings are reported: %s", async ([, Storage]) => {
  const storage = new Storage();
  const write = (key: string, data: unknown) =>
    storage.write("results", [{ key, condition: "any", content: internalContent("m", data as never, 0) }]);
  for (const key of ["p/a", "p/b", "p/c", "q"]) await write(key, 1);
  const controller = new AbortController();
  const reports: string[] = [];
  const alive = setInterval(() => {}, 1000);
  const report = (keys: readonly string[]): void => {
    reports.push(keys.join());
    if (reports.length === 1) {
      void write("p/b", 2);
      void write("p/d", 1);
      void write("q", 2);
      void storage.remove("results", [{ key: "p/c", condition: "any" }]);
    }
    if (reports.length === 3) controller.abort();
  };
  await pollKeys(storage, "results", { prefix: "p", signal: controller.signal, report });
  clearInterval(alive);
  expect(reports).toEqual(["", "p/b,p/d,p/c", ""]);
});

test("records are read in parts of 64, each once", async () => {
  const storage = new QueuedMemory();
  const content = internalContent("m", 1, 0);
  for (let i = 0; i < 128; i++) await storage.write("results", [{ key: `${1000 + i}`, condition: "any", content }]);
  storage.reads.length = 0;
  const controller = new AbortController();
  const report = () => controller.abort();
  await pollKeys(storage, "results", { prefix: undefined, signal: controller.signal, report });
  expect(storage.reads.map((read) => read.split(",").length)).toEqual([64, 64]);
});

test("an aborted watch reads nothing more, and reports nothing", async () => {
  const storage = new QueuedMemory();
  const content = internalContent("m", 1, 0);
  for (let i = 0; i < 65; i++) await storage.write("results", [{ key: `${1000 + i}`, condition: "any", content }]);
  const controller = new AbortController();
  const read = storage.read.bind(storage);
  let reads = 0;
  storage.read = (space, keys) => {
    reads++;
    controller.abort();
    return read(space, keys);
  };
  const watch = { prefix: undefined, signal: controller.signal, report: () => expect.fail() };
  await pollKeys(storage, "results", watch);
  await pollKeys(storage, "results", watch);
  expect(reads).toBe(1);
});
