import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";

function own(key: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([[key, value]]);
}

const deep: unknown = Array.from({ length: 200 }).reduce((inner: unknown) => ({ inner }), "bottom");

const VALUES: readonly (readonly [name: string, value: unknown])[] = [
  ["null", null],
  ["undefined", undefined],
  ["true and false", [true, false]],
  ["the empty string", ""],
  ["text with all kinds of characters", '\u0000\n"\\/\u2028\u{1f600}\ud800 lone'],
  ["numbers", [0, -0, 1.5, -1e-300, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53 + 2]],
  ["NaN and the infinities", { nan: Number.NaN, up: Number.POSITIVE_INFINITY, down: Number.NEGATIVE_INFINITY }],
  ["bigints", [0n, -1n, 2n ** 200n]],
  ["undefined in objects and arrays", { a: undefined, list: [undefined, null] }],
  ["dates", [new Date(0), new Date(-1), new Date(8.64e15), new Date(Number.NaN)]],
  [
    "Maps with any key",
    new Map<unknown, unknown>([
      [1, "a"],
      ["1", "b"],
      [{ k: 1 }, new Map([[Number.NaN, -0]])],
      [undefined, null],
    ]),
  ],
  ["Sets", new Set<unknown>([1, "1", 1n, null, undefined, new Set([new Date(1)])])],
  ["empty containers", [[], {}, new Map(), new Set(), new Uint8Array(), Buffer.alloc(0), new ArrayBuffer(0)]],
  ["Buffer", Buffer.from("bytes \u00e4")],
  ["8-bit arrays", [Int8Array.of(-1, 127), Uint8Array.of(0, 255), Uint8ClampedArray.of(0, 255)]],
  ["wider arrays", [Int16Array.of(-1), Uint16Array.of(65535), Int32Array.of(-1), Uint32Array.of(2 ** 32 - 1)]],
  ["float arrays", [Float32Array.of(1.5, Number.NaN), Float64Array.of(-0, 1e300, Number.POSITIVE_INFINITY)]],
  ["bigint arrays", [BigInt64Array.of(-1n), BigUint64Array.of(2n ** 64n - 1n)]],
  ["a view into a larger buffer", new Uint16Array(Uint16Array.of(1, 2, 3, 4).buffer, 2, 2)],
  [
    "ArrayBuffer and DataView",
    { buffer: Uint8Array.of(1, 2, 3).buffer, view: new DataView(Uint8Array.of(4, 5, 6).buffer, 1, 1) },
  ],
  ["an own key __proto__", own("__proto__", { polluted: true })],
  ["an own key __proto__ with a rich value", own("__proto__", own("__proto__", new Date(3)))],
  ["keys with lone surrogates", { "\ud800": 1n, "a\udfff": { "\udc00\ud800": "\ud800" } }],
  ["own keys that objects inherit", { constructor: 1, toString: "x", hasOwnProperty: null, valueOf: [new Date(1)] }],
  ["keys that look like indexes and paths", { "0": 1n, "": 2n, "a/b": 3n, "a~b": 4n, "~1": 5n, "a.b": 6n, length: 7n }],
  ["a key that reads like a path to another", { "a/b": 1n, a: { b: "text" }, "a~1b": new Date(1), "": { "": 2n } }],
  [
    "keys the envelope uses",
    { data: 1, model_type: 2, namespace: 3, types: { "/a": "Date" }, created_at: new Date(4) },
  ],
  // biome-ignore lint/suspicious/noThenProperty: a promise has a function here, this has data.
  ["a key then", { then: "no promise" }],
  ["200 levels", deep],
  ["the same object twice", ((shared) => ({ a: shared, b: [shared, shared] }))({ x: new Date(9) })],
  ["a long text", "ab".repeat(100_000)],
];

/** Values beyond JSON, which are read as they were written. */
export function richValueCases(suite: Suite): void {
  for (const [name, value] of VALUES) {
    suite.case(`${name} can be stored and read`, async ({ backend, models: { Anything } }) => {
      await backend.set("root", value, { model: Anything });
      await backend.set("nested", { deep: [value] }, { model: Anything });
      expectSame(await backend.get("root", Anything), value);
      expectSame(await backend.get("nested"), { deep: [value] });
      expectSame(await backend.getMany(["root", "nested"], Anything), [value, { deep: [value] }]);
    });
  }

  suite.case("an own key __proto__ changes no prototype", async ({ backend, models: { Anything } }) => {
    await backend.set("id", own("__proto__", { polluted: true }), { model: Anything });
    const read = (await backend.get("id", Anything)) as object;
    expectSame(Object.getPrototypeOf(read), Object.prototype);
    expectSame("polluted" in {}, false);
    expectSame("polluted" in read, false);
  });

  suite.persistent("rich values are read by another backend", async ({ backend, models: { Anything }, reopen }) => {
    const values = VALUES.map(([, value]) => value);
    await backend.setMany(
      values.map((value, i) => [`v/${i}`, value]),
      { model: Anything },
    );
    await backend.close();
    const again = await reopen();
    expectSame(
      await again.getMany(
        values.map((_, i) => `v/${i}`),
        Anything,
      ),
      values,
    );
  });
}
