import { expect, test } from "vitest";
import { MAX_DEPTH, tooDeep } from "../../src/codec/depth.ts";
import { encodeValue } from "../../src/codec/encode-value.ts";
import { isJson } from "../../src/codec/plain/is-json.ts";
import { isSameJson } from "../../src/codec/plain/is-same-json.ts";
import { snapshot } from "../../src/codec/plain/snapshot.ts";
import { digest } from "../../src/values/digest.ts";

test("a cycle is named by its path", () => {
  const inner: { back?: unknown } = {};
  const value = { list: [1, new Map([["k", inner]])] };
  inner.back = value.list;
  expect(tooDeep(value)).toMatchObject({
    path: ["list", 1, 0, "back"],
    message: expect.stringContaining("contains itself"),
  });
  const set = new Set<unknown>();
  set.add(set);
  expect(tooDeep(set)).toMatchObject({ path: [0] });
});

test("a value that is met twice is no cycle", () => {
  const twice = {};
  let deep: unknown = [twice, twice];
  for (let i = 0; i <= MAX_DEPTH; i++) deep = [deep];
  expect(tooDeep(deep)).toMatchObject({
    path: [],
    message: expect.stringContaining(`deeper than ${MAX_DEPTH} levels`),
  });
});

const WRAPS: Readonly<Record<string, (inner: unknown) => unknown>> = {
  arrays: (inner) => [inner],
  objects: (inner) => ({ inner }),
  maps: (inner) => new Map([["key", inner]]),
  sets: (inner) => new Set([inner]),
};
const PLAIN = ["arrays", "objects"];
/** Functions that walk a value, and what they take; each throws, or returns false, for a value that is too deep. */
const WALKS: readonly (readonly [name: string, walk: (value: unknown) => unknown, kinds: readonly string[]])[] = [
  ["snapshot", snapshot, [...PLAIN, "maps", "sets"]],
  ["encodeValue", encodeValue, [...PLAIN, "sets"]], // An entry of a Map is a level of its own in a record.
  ["digest", digest, [...PLAIN, "maps", "sets"]],
  ["isJson", isJson, PLAIN],
  ["isSameJson", (value) => isSameJson(value, value), PLAIN],
];

function accepts(walk: (value: unknown) => unknown, value: unknown): boolean {
  try {
    return walk(value) !== false;
  } catch {
    return false;
  }
}

/** Returns the most levels that a function accepts. */
function mostLevels(walk: (value: unknown) => unknown, wrap: (inner: unknown) => unknown): number {
  let value: unknown = 1;
  for (let levels = 1; ; levels++) {
    value = wrap(value);
    if (levels >= MAX_DEPTH - 10 && !accepts(walk, value)) return levels - 1;
  }
}

test.for(WALKS)("%s counts every level, of whatever it is", ([, walk, kinds]) => {
  const most = kinds.map((kind) => [kind, mostLevels(walk, WRAPS[kind] as (inner: unknown) => unknown)]);
  expect(Object.fromEntries(most)).toEqual(Object.fromEntries(kinds.map((kind) => [kind, MAX_DEPTH + 1])));
});
