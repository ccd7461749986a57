import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { hashEarly, isLarge, LargeHashes, withLargeHashes } from "../../src/digest/large-hashes.ts";
import { digest, MemoryCalls, MemoryValues, ref } from "../../src/index.ts";

const LARGE = 2 ** 20;
const bytes = (length: number, first = 7): Uint8Array => new Uint8Array(length).fill(1).fill(first, 0, 1);

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** Longest data that this thread hashes while the work runs. */
async function longestHashed(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const original = crypto.hash;
  vi.spyOn(crypto, "hash").mockImplementation((...args) => {
    longest = Math.max(longest, (args[1] as Uint8Array | string).length);
    return original(...args);
  });
  syncBuiltinESMExports();
  await work();
  return longest;
}

test("large bytes are hashed when others wait for it, each once, and small ones at once", async () => {
  const [small, large] = [bytes(LARGE - 1), bytes(LARGE)];
  const runs: string[][] = [];
  const hashed = await withLargeHashes((hashes) => {
    runs.push([hashes.of(small), hashes.of(large)]);
    return runs.at(-1);
  });
  const expected = [small, large].map((each) => crypto.createHash("sha256").update(each).digest("hex"));
  expect(hashed).toEqual(expected);
  expect(runs).toHaveLength(2);
  expect(runs[0]?.[0]).toBe(expected[0]);
  expect(new LargeHashes().compute()).toBeUndefined();
});

test("only large bytes of a known type are hashed early", async () => {
  const large = bytes(LARGE);
  expect(await hashEarly(large)).toBe(crypto.createHash("sha256").update(large).digest("hex"));
  class OwnBytes extends Uint8Array {}
  expect([bytes(LARGE - 1), new OwnBytes(LARGE), "x".repeat(LARGE), null, [large]].map(hashEarly)).toEqual(
    Array(5).fill(undefined),
  );
  expect([large, bytes(LARGE - 1), null, {}].map(isLarge)).toEqual([true, false, false, false]);
});

test("values with large bytes are saved and loaded without hashing those in this thread", async () => {
  await using values = new MemoryValues();
  const value = {
    a: bytes(LARGE),
    b: [new Float64Array(bytes(2 * LARGE, 8).buffer), bytes(LARGE)],
    c: bytes(LARGE, 9),
  };
  const [expected, outer] = [digest(value), digest({ of: value })];
  let loaded: unknown;
  const longest = await longestHashed(async () => {
    const key = await values.save(value);
    expect(key).toBe(expected);
    loaded = await values.load(key);
    expect(await values.save({ of: ref(key) })).toBe(outer);
  });
  expect(loaded).toEqual(value);
  expect(longest).toBeLessThan(LARGE);
});

test("calls with large bytes are saved and loaded without hashing those in this thread", async () => {
  await using calls = new MemoryCalls();
  const call = { name: "f", arguments: { of: bytes(LARGE) }, result: bytes(LARGE, 2) };
  const longest = await longestHashed(async () => {
    const { result, arguments: args } = await calls.load(await calls.save(call));
    expect(await calls.values.load(result?.digest as string)).toEqual(call.result);
    expect(await calls.values.load(args.of?.digest as string)).toEqual(call.arguments.of);
  });
  expect(longest).toBeLessThan(LARGE);
});
