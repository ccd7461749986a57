import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { StoredDigestKeys } from "../../src/values/stored-digest-keys.ts";

const full = (start: string): string => start.padEnd(64, "0");
const KEYS = ["a1b2c3", "a1b2c4", "b1"].map(full) as [string, string, string];
const TIME = new Date(0).toISOString();

async function open(keys: readonly string[] = KEYS): Promise<StoredDigestKeys> {
  const storage = new MemoryStorage();
  const content = { modelName: "v", namespace: "n", version: 1, data: 1, createdAt: TIME, updatedAt: TIME };
  await storage.write(
    "values",
    keys.map((key) => ({ key, condition: "any", content })),
  );
  return new StoredDigestKeys(StorageAccess.to(storage, "values"), "values", "value");
}
const code = (name: string) => expect.objectContaining({ code: name });

test("a prefix leads to the digest that begins with it, if there is one", async () => {
  await using stored = await open();
  expect(await stored.expand("b1000")).toBe(KEYS[2]);
  expect(await stored.expand("a1b2c3")).toBe(KEYS[0]);
  expect(await stored.expand(KEYS[1])).toBe(KEYS[1]);
  await expect(stored.expand("c0000")).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  await expect(stored.expand("a1b2c")).rejects.toThrow(code("AMBIGUOUS_DIGEST"));
  await expect(stored.expand("a1b2c")).rejects.toThrow(/2 .*6/);
  await expect(stored.expand("x")).rejects.toThrow(code("INVALID_DIGEST"));
});

test("a digest is shortened to what tells it from the stored ones", async () => {
  await using stored = await open();
  expect(await stored.shrink(KEYS[0])).toBe("a1b2c3");
  expect(await stored.shrink(KEYS[1])).toBe("a1b2c4");
  expect(await stored.shrink(KEYS[2])).toHaveLength((await stored.shrink(KEYS[2])).length);
  expect("b1".padEnd(64, "0").startsWith(await stored.shrink(KEYS[2]))).toBe(true);
  await expect(stored.shrink(full("c"))).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  await using near = await open(["a1b2c3d4", "a1b2c3d5", "a1b2c4"].map(full));
  expect(await near.shrink(full("a1b2c4"))).toBe("a1b2c4");
  expect(await near.shrink(full("a1b2c3d4"))).toBe("a1b2c3d4");
  await expect(near.expand("a1b2c")).rejects.toThrow(/3 .*8/);
});

test("a digest or a prefix is contained or not, and an ambiguous one is refused", async () => {
  await using stored = await open();
  expect(await Promise.all([KEYS[0], full("c"), "b1000", "c0000"].map((key) => stored.contains(key)))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  await expect(stored.contains("a1b2c")).rejects.toThrow(code("AMBIGUOUS_DIGEST"));
});

test("what is evicted is gone, and was there", async () => {
  await using stored = await open();
  expect([await stored.evict(KEYS[0]), await stored.evict(KEYS[0])]).toEqual([true, false]);
  expect(await stored.evict("a1b2c")).toBe(true);
  await expect(stored.evict("a1b2c")).rejects.toThrow(code("DIGEST_NOT_FOUND"));
  expect([await stored.list(), await collect(stored.keys())]).toEqual([[KEYS[2]], [KEYS[2]]]);
  expect(await stored.stats()).toMatchObject({ records: 1 });
});
