import { expect, onTestFinished, test } from "vitest";
import { MemoryBackend } from "../../src/index.ts";

test("a runtime that is too old is named when a store is opened", () => {
  const { withResolvers } = Promise;
  onTestFinished(() => {
    Object.assign(Promise, { withResolvers });
  });
  Object.assign(Promise, { withResolvers: undefined });
  expect(() => new MemoryBackend()).toThrow(/needs Node 22\.13 or later, but this is Node \d+\./);
});
