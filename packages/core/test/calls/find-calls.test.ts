import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { parseTemplate } from "../../src/calls/call-pattern.ts";
import { findCalls } from "../../src/calls/find-calls.ts";
import { CallsFace } from "../../src/index.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

/** Finds the names of calls, page by page. */
async function found(calls: CallsFace, name?: string): Promise<string[][]> {
  const pattern = parseTemplate(name === undefined ? {} : { name }, calls.storage.registry.types);
  return (await collect(findCalls(calls.storage, pattern))).map((page) => page.map(({ data }) => data.name).sort());
}

test("calls that match are found, in pages that are not empty", async () => {
  await using calls = new CallsFace(new QueuedMemory());
  expect(await found(calls)).toEqual([]);
  for (const name of ["f", "g", "h"]) await calls.save({ name, arguments: {} });
  expect([await found(calls), await found(calls, "g"), await found(calls, "x")]).toEqual([
    [["f", "g", "h"]],
    [["g"]],
    [],
  ]);
});

test("a damaged call matches nothing, and neither does one that is removed meanwhile", async () => {
  await using calls = new CallsFace(new QueuedMemory());
  const { storage } = calls;
  const [torn, gone] = [await calls.save({ name: "f", arguments: {} }), await calls.save({ name: "g", arguments: {} })];
  await calls.save({ name: "h", arguments: {} });
  const read = storage.read.bind(storage);
  storage.read = async (space, keys) =>
    (await read(space, keys)).map((record, i) => {
      if (keys[i] === gone) return undefined;
      return keys[i] === torn ? { corrupt: "torn", revision: {} } : record;
    });
  expect(await found(calls)).toEqual([["h"]]);
  expect(await found(calls, "f")).toEqual([]);
  storage.read = async (_, keys) => keys.map(() => ({ data: { name: "h" }, revision: {} }) as never);
  expect(await found(calls, "h")).toEqual([]);
  storage.locate = () => {
    throw new Error("no place");
  };
  await expect(found(calls)).rejects.toThrow("no place");
});
