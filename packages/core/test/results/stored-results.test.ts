import { expect, test } from "vitest";
import { MemoryBackend } from "../../src/index.ts";

test("a copy into what is no store is refused, and says what a target must be", async () => {
  await using backend = new MemoryBackend();
  for (const target of [undefined, {}, "./data"]) {
    await expect(backend.copyTo(target as never)).rejects.toThrow("The target of a copy must be a store with a method");
  }
});
