import { number } from "valibot";
import { expect, test } from "vitest";
import { MemoryBackend, ModelRegistry } from "../../src/index.ts";

test("an update whose change writes the same id itself ends with LOCK_TIMEOUT", async () => {
  const registry = new ModelRegistry();
  const Count = registry.register("Count", number());
  await using results = new MemoryBackend({ registry });
  let calls = 0;
  const update = results.update("id", Count, async () => {
    await results.set("id", ++calls, { model: Count, behavior: "overwrite" });
    return -1;
  });
  await expect(update).rejects.toMatchObject({ code: "LOCK_TIMEOUT", id: "id" });
  expect(await results.get("id", Count)).toBe(calls);
});
