import { expect, test } from "vitest";
import { CallsFace } from "../../src/index.ts";
import { MemoryStorage, type ScanRange, type Space } from "../../src/storage.ts";

/** Cannot tell once what has been written down. */
class StumblingStorage extends MemoryStorage {
  override readonly supports = { retains: true, persistent: true, crossProcess: false, batchSize: 64 };
  #stumbles = 1;

  protected override scanKeys(space: Space, range: ScanRange, now: number) {
    if (space === "journal" && this.#stumbles-- > 0) throw new Error("The medium failed.");
    return super.scanKeys(space, range, now);
  }
}

test("what could not be recovered at first is looked at again by the next call", async () => {
  await using calls = new CallsFace(new StumblingStorage());
  await expect(calls.save({ name: "f", arguments: {} })).rejects.toThrow("failed");
  expect(await calls.contains(await calls.save({ name: "f", arguments: {} }))).toBe(true);
});
