import { expect, test } from "vitest";
import { ReadSize } from "../../../src/records/read-size.ts";
import { readInBatches } from "../../../src/storage/algorithms/read-in-batches.ts";
import { MemoryStorage, type RecordContent, type Space } from "../../../src/storage.ts";

const TIME = "2026-01-01T00:00:00.000Z";

function record(data: RecordContent["data"]): RecordContent {
  return { modelName: "", namespace: "", version: 1, data, createdAt: TIME, updatedAt: TIME };
}

async function filled(space: Space, data: readonly RecordContent["data"][]): Promise<[MemoryStorage, string[]]> {
  const storage = new MemoryStorage();
  const keys = data.map((_, i) => `k/${i}`);
  await storage.write(
    space,
    keys.map((key, i) => ({ key, condition: "any", content: record(data[i] as RecordContent["data"]) })),
  );
  return [storage, keys];
}

async function sizes(storage: MemoryStorage, keys: readonly string[]): Promise<number[]> {
  const counts: number[] = [];
  const read: string[] = [];
  for await (const batch of readInBatches(storage, "results", keys, new ReadSize())) {
    counts.push(batch.found.filter(Boolean).length);
    read.push(...batch.keys);
  }
  expect(read).toEqual(keys);
  return counts;
}

test("small records are read many at a time, large ones few, and the largest alone", async () => {
  const [small, keys] = await filled("results", Array(200).fill("x"));
  expect(await sizes(small, keys)).toEqual([16, 32, 64, 64, 24]);
  const [large, largeKeys] = await filled("results", Array(24).fill("x".repeat(300_000)));
  expect(await sizes(large, largeKeys)).toEqual([16, 3, 3, 2]);
  const [bytes, bytesKeys] = await filled("results", Array(18).fill(new Uint8Array(3_000_000)));
  expect(await sizes(bytes, bytesKeys)).toEqual([16, 1, 1]);
});

test("what is not there, or damaged, says nothing of the size", async () => {
  const [storage] = await filled("results", ["x"]);
  expect(
    await sizes(
      storage,
      Array.from({ length: 40 }, (_, i) => `none/${i}`),
    ),
  ).toEqual([0, 0, 0]);
});
