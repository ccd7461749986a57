import { expect, test } from "vitest";
import { CallsMixin, MemoryStorage, type ScanRange, type Space } from "../../src/storage.ts";

/** Cannot tell once what has been written down. */
class StumblingStorage extends MemoryStorage {
  override readonly supports = { retains: true, persistent: true, crossProcess: false, batchSize: 64 };
  #stumbles = 1;

  protected override scanKeys(space: Space, range: ScanRange, now: number) {
    if (space === "journal" && this.#stumbles-- > 0) throw new Error("The medium failed.");
    return super.scanKeys(space, range, now);
  }
}

const StumblingCalls = CallsMixin(StumblingStorage);

test("what could not be recovered at first is looked at again by the next call", async () => {
  await using calls = new StumblingCalls();
  await expect(calls.save({ name: "f", arguments: {} })).rejects.toThrow("failed");
  expect(await calls.contains(await calls.save({ name: "f", arguments: {} }))).toBe(true);
});
