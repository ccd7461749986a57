import { runInNewContext } from "node:vm";

/** Values of another realm, as a vm context, jest or a structured clone makes them, and their equals in this realm. */
export function foreignValues(): readonly (readonly [name: string, foreign: unknown, own: unknown])[] {
  return [
    ["a date", foreign("new Date(5)"), new Date(5)],
    ["an invalid date", foreign("new Date(NaN)"), new Date(Number.NaN)],
    ["a Map", foreign("new Map([[{ k: 1 }, new Map([[1, [2]]])]])"), new Map([[{ k: 1 }, new Map([[1, [2]]])]])],
    ["a Set", foreign("new Set([1, new Set(['a'])])"), new Set<unknown>([1, new Set(["a"])])],
    ["an object", foreign("({ a: { b: undefined } })"), { a: { b: undefined } }],
    ["an array", foreign("[1, [2, new Date(3)]]"), [1, [2, new Date(3)]]],
    ["a plain array", foreign("[1, [2, [3]], { a: [4] }]"), [1, [2, [3]], { a: [4] }]],
    ["an array in a Map", foreign("new Map([['a', [1]]])"), new Map([["a", [1]]])],
    ["bytes", foreign("Uint8Array.of(1, 2)"), Uint8Array.of(1, 2)],
    ["numbers", foreign("Float64Array.of(0.5, -0)"), Float64Array.of(0.5, -0)],
    ["bigints", foreign("BigInt64Array.of(-1n)"), BigInt64Array.of(-1n)],
    ["a buffer", foreign("Uint8Array.of(7).buffer"), Uint8Array.of(7).buffer],
    ["a view", foreign("new DataView(Uint8Array.of(1, 2, 3).buffer, 1)"), new DataView(Uint8Array.of(2, 3).buffer)],
    [
      "a clone of all",
      structuredClone({ at: new Date(1), map: new Map([[1, 2]]) }),
      { at: new Date(1), map: new Map([[1, 2]]) },
    ],
  ];
}

/** Instances of classes of another realm, which are refused as those of this realm are. */
export function foreignInstances(): readonly unknown[] {
  return [
    "new (class extends Date {})(0)",
    "new (class extends Map { set(key, value) { return super.set(key, value); } })()",
    "new (class extends Set {})()",
    "new (class extends Uint8Array {})(1)",
    "new (class extends ArrayBuffer {})(1)",
    "new (class Point {})()",
  ].map(foreign);
}

function foreign(expression: string): unknown {
  return runInNewContext(expression);
}
