import { number } from "valibot";
import { expect, test } from "vitest";
import { MemoryBackend, ModelRegistry } from "../../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new MemoryBackend({ registry });
const bad = "no number" as unknown as number;

test.each<[what: string, call: () => Promise<unknown>]>([
  ["set of invalid data", () => results.set("bad", bad, { model: Count })],
  ["set of what is there", () => results.set("taken", 1, { model: Count })],
  ["setMany of invalid data", () => results.setMany([["bad", bad]], { model: Count })],
  ["get of what is not there", () => results.get("nobody", Count)],
])("the stack of a failed %s leads to its caller", async (_what, call) => {
  await results.set("taken", 1, { model: Count, behavior: "overwrite" });
  async function theCaller(): Promise<unknown> {
    return await call();
  }
  const failure = await theCaller().catch((error: unknown) => error);
  expect((failure as Error).stack).toMatch(/^\w+Error: .*'(?:bad|taken|nobody)'/);
  expect((failure as Error).stack).toContain("theCaller");
});
