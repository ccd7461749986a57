import { expect, test } from "vitest";
import { CacheFace, CallsFace, ResultsFace, ValuesFace } from "../../src/index.ts";
import { MemoryStorage } from "../../src/storage.ts";

/** Memory that notes how thoroughly it is asked to release space. */
class Releasing extends MemoryStorage {
  readonly asked: boolean[] = [];

  override async releaseSpace(isThorough: boolean): Promise<number> {
    this.asked.push(isThorough);
    return 7;
  }
}

test.each([ResultsFace, CacheFace, ValuesFace, CallsFace])(
  "%o: compact releases space thoroughly, and returns it",
  async (Face) => {
    const storage = new Releasing();
    await using face = new Face(storage);
    expect(await (face instanceof CallsFace ? face.values : face).compact()).toBe(7);
    expect(storage.asked).toEqual([true]);
  },
);

test("prune and gc release what takes no time", async () => {
  const storage = new Releasing();
  await using results = new ResultsFace(storage);
  await using cache = new CacheFace(storage);
  await using values = new ValuesFace(storage);
  await results.prune();
  await cache.prune();
  await values.gc([]);
  expect(storage.asked).toEqual([false, false, false]);
});
