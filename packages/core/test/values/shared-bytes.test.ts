import { createHash } from "node:crypto";
import { expectCode } from "@results-manager/testing";
import { expect, test, vi } from "vitest";
import { ModelRegistry, ValuesFace } from "../../src/index.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { digest } from "../../src/values/digest.ts";
import { shareBytes } from "../../src/values/shared-bytes.ts";

const MIB = 2 ** 20;

/** Memory with a thread, or without one, that hashes bytes when all of their parts are there. */
class Hashing extends MemoryStorage {
  hasThread = true;
  parts: number | undefined;
  asked = 0;

  readonly released: unknown[] = [];

  override async releaseShared(bytes: Uint8Array<SharedArrayBuffer>): Promise<void> {
    const stored = await this.listKeys("values");
    this.released.push([bytes.byteLength, stored.length]);
  }

  override hashShared(bytes: Uint8Array<SharedArrayBuffer>, parts: Int32Array<SharedArrayBuffer>) {
    this.asked++;
    if (!this.hasThread) return undefined;
    expect(Atomics.load(parts, 0)).toBe(0);
    return Promise.resolve().then(() => {
      this.parts = Atomics.load(parts, 0);
      return createHash("sha256").update(bytes).digest("hex");
    });
  }
}
const filled = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => (i % 251) + 1);

test.for([
  [MIB, 1],
  [MIB + 1, 2],
  [2 * MIB, 2],
] as const)("%i bytes are hashed elsewhere, while they are copied in %i parts", async ([length, parts]) => {
  const storage = new Hashing();
  const value = filled(length);
  const expected = digest(value);
  const sharing = shareBytes(value, storage);
  value.fill(0);
  expect((await sharing?.split)?.digest).toBe(expected);
  expect(storage.parts).toBe(parts);
});

test("other values are not, nor are bytes where there are types, or no thread", () => {
  const storage = new Hashing();
  for (const value of [filled(MIB - 1), { length: MIB }, "x".repeat(MIB), null]) {
    expect(shareBytes(value, storage)).toBeUndefined();
  }
  class Own extends Uint8Array {}
  expect(shareBytes(new Own(MIB), storage)).toBeUndefined();
  const registry = new ModelRegistry();
  registry.types.register("T", {
    is: (_value: unknown): _value is never => false,
    encode: () => 0,
    decode: () => 0 as never,
  });
  expect(shareBytes(filled(MIB), new Hashing({ registry }))).toBeUndefined();
  expect(storage.asked).toBe(0);
  storage.hasThread = false;
  expect(shareBytes(filled(MIB), storage)).toBeUndefined();
  expect(storage.asked).toBe(1);
});

test("a thread is told of each part", async () => {
  const storage = new Hashing();
  const notified: unknown[] = [];
  const { notify } = Atomics;
  const spy = vi.spyOn(Atomics, "notify").mockImplementation((array, index) => {
    notified.push([index, Atomics.load(array as unknown as Int32Array, index)]);
    return notify(array as unknown as Int32Array, index);
  });
  try {
    await shareBytes(filled(2 * MIB), storage)?.split;
  } finally {
    spy.mockRestore();
  }
  expect(notified).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test("the medium is told when shared bytes are written, and when they will not be", async () => {
  const storage = new Hashing();
  await using values = new ValuesFace(storage);
  const value = filled(MIB);
  const key = await values.save(value);
  expect(storage.released).toEqual([[MIB, 1]]);
  await values.save(value); // It is stored.
  await expectCode(values.save(filled(MIB + 1), key), "INVALID_DIGEST");
  expect(storage.released).toEqual([
    [MIB, 1],
    [MIB, 1],
    [MIB + 1, 1],
  ]);
});
