import { ref, registerModel, registerType } from "@results-manager/core";
import * as v from "valibot";
import type { Faces } from "./faces.ts";

/** The time at which the stores were written. */
export const WRITTEN_AT = Date.UTC(2026, 10, 1);

/** Model of any value. */
export const Any = registerModel("Any", v.any(), { namespace: "layouts" });
/** Model with a shape. */
export const Run = registerModel("Run", v.object({ name: v.string(), losses: v.array(v.number()) }), {
  namespace: "layouts",
});
/** Model that has changed once. */
export const Step = registerModel("Step", v.number(), {
  namespace: "layouts",
  version: 2,
  upgrade: { 1: (old) => Number(old) },
});

/** Instances are stored as a type of values. */
export class Money {
  readonly cents: bigint;

  constructor(cents: bigint) {
    this.cents = cents;
  }
}

registerType("Money", {
  is: (value): value is Money => value instanceof Money,
  encode: ({ cents }) => cents,
  decode: (cents) => new Money(cents as bigint),
});

/** Every kind of value that plain JSON cannot hold, and the keys that need care. */
export const RICH: Readonly<Record<string, unknown>> = {
  date: new Date(WRITTEN_AT),
  big: 2n ** 70n,
  map: new Map<unknown, unknown>([
    ["a", 1],
    [new Date(0), new Set([1n])],
  ]),
  set: new Set([1, "1", Number.NaN]),
  floats: new Float64Array([1.5, -0, Number.NaN]),
  bytes: new Uint8Array([0, 255, 128]),
  longs: new BigInt64Array([-(2n ** 63n)]),
  absent: undefined,
  negativeZero: -0,
  infinite: Number.NEGATIVE_INFINITY,
  text: "line\nbreak \u{1f600} \ud800",
  "key/with~escapes": [new Date(0)],
  ["__proto__"]: "an ordinary key",
};

/** Ids that need care on some medium, of names that every system can check out. */
export const IDS = ["a", "a/b", "a.json", "a.json/b", "runs/Über/%41", ".hidden", "x".repeat(100)];
/** Keys of a cache that need care. */
export const KEYS = ["k", "a/../b%20!", "tab\t\u{1f600}"];
/** Value whose equal parts are stored once, with bytes beside. */
export const SPLIT = { parts: [[1, 2, 3], [1, 2, 3], { deep: [[["end"]]] }], bytes: new Uint8Array(100_000).fill(7) };
/** Call whose result is {@link SPLIT}. */
export const CALL = {
  name: "train",
  module: "models",
  version: 3,
  fingerprint: "f1",
  arguments: { rate: 0.1, layers: [64, 32], cost: new Money(5n) },
};

/**
 * Writes one of everything that a store can hold.
 *
 * @param advance moves the clock of the store.
 */
export async function writeContents(
  { results, cache, calls }: Faces,
  advance: (seconds: number) => void,
): Promise<void> {
  for (const [i, id] of IDS.entries()) await results.set(id, { name: id, losses: [i, i / 3] }, { model: Run });
  await results.set("rich", RICH, { model: Any });
  await results.set("step", 7, { model: Step });
  await results.set("expiring/soon", 1, { model: Any, ttlSeconds: 60 });
  await results.set("expiring/late", 2, { model: Any, ttlSeconds: 3600 });
  await cache.multiSetValues(KEYS.map((key) => [key, { key }] as const));
  await cache.setValue("rich", RICH, { ttlSeconds: 3600, tags: ["layout"] });
  await cache.setValue("invalidated", 1, { tags: ["gone"] });
  await cache.invalidateTag("gone");
  await cache.incr("count", 41);
  await calls.values.save(RICH);
  const split = await calls.values.save(SPLIT, "best/model");
  await calls.values.save({ inner: ref(split), price: new Money(7n) }, "with-reference");
  await calls.save({ ...CALL, result: SPLIT, metadata: { run: { host: "a", steps: 10 } } });
  await calls.save({ name: "expiring", arguments: {} }, { ttlSeconds: 60 });
  advance(120);
  await results.set("a", { name: "a", losses: [] }, { model: Run, behavior: "overwrite" });
}
