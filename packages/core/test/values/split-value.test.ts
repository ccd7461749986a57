import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { expect, test, vi } from "vitest";
import { digest } from "../../src/index.ts";
import { splitValue } from "../../src/values/split-value.ts";

/** The digests of the parts, level by level. */
const partsOf = (value: unknown, inlineDepth: number): string[][] =>
  splitValue(value, inlineDepth, 0).levels.map((level) => level.map(({ key }) => key).sort());

test("a child no deeper than the remaining depth stays; the digest is that of the whole", () => {
  const value = { scalar: 1, empty: [], flat: [1, 2], deep: { list: [[3]] }, map: new Map([["k", [4]]]) };
  for (const depth of [0, 1, 2, 3, 4, Number.POSITIVE_INFINITY]) {
    expect(splitValue(value, depth, 0).digest).toBe(digest(value));
  }
  expect(partsOf(value, 0)).toEqual([
    [digest([1, 2]), digest([3]), digest([4])].sort(),
    [digest([[3]]), digest(value.map)].sort(),
    [digest({ list: [[3]] })],
  ]);
  expect(partsOf(value, 1)).toEqual([[digest([[3]]), digest(value.map)].sort(), [digest({ list: [[3]] })]]);
  expect(partsOf(value, 2)).toEqual([[digest({ list: [[3]] })]]);
  expect(partsOf(value, 3)).toEqual([]);
});

test("what cannot be split is deeper than any number, and whole", () => {
  const [set, bytes] = [new Set([[1, [2]]]), new Uint8Array([1])];
  const value = { set, bytes, when: new Date(0), none: new Set(), no: new Uint8Array(0) };
  expect(partsOf(value, 1_000_000)).toEqual([[digest(set), digest(bytes)].sort()]);
  expect(partsOf(value, Number.POSITIVE_INFINITY)).toEqual([]);
});

test("large bytes are records of their own in any case, and are not text", () => {
  const bytes = new Float64Array(1_000);
  const { levels } = splitValue({ bytes }, Number.POSITIVE_INFINITY, 0);
  expect(levels[0]?.[0]?.prepare()).toMatchObject({ data: expect.any(Uint8Array), types: "Float64Array" });
});

test("plain data that refers to nothing is stored without a copy", () => {
  const value = { list: [1, 2] };
  expect(splitValue(value, Number.POSITIVE_INFINITY, 0).root.prepare()).toMatchObject({
    data: expect.toSatisfy((data) => data === value),
  });
});

test("equal parts are one", () => {
  const shared = { list: [1, 2, 3] };
  const value = Array.from({ length: 1_000 }, (_, i) => ({ i: i % 10, shared, again: { list: [1, 2, 3] } }));
  const { levels } = splitValue(value, 0, 0);
  expect(levels.flat()).toHaveLength(12);
});

test("what is done is linear in the number of nodes: reads of properties, hashes, and what is hashed", () => {
  const perNode = (nodes: number): readonly number[] => {
    const work = { reads: 0, hashes: 0, hashed: 0 };
    const value = counted(tree(nodes), work);
    const original = crypto.hash;
    const hash = vi.spyOn(crypto, "hash").mockImplementation((...args) => {
      work.hashes++;
      work.hashed += (args[1] as string).length;
      return original(...args);
    });
    syncBuiltinESMExports();
    try {
      for (const level of splitValue(value, 0, 0).levels) for (const part of level) part.prepare();
    } finally {
      hash.mockRestore();
      syncBuiltinESMExports();
    }
    return [work.reads / nodes, work.hashes / nodes, work.hashed / nodes];
  };
  const [few, many] = [perNode(1_000), perNode(50_000)];
  for (const [i, operations] of many.entries()) {
    expect(operations).toBeGreaterThan(0);
    // The numbers in the nodes have more digits, where there are more of them.
    expect(operations).toBeLessThan((few[i] as number) * 1.2);
  }
});

/** The same value; each read of one of its properties is counted. */
function counted(value: unknown, work: { reads: number }): unknown {
  if (typeof value !== "object" || value === null) return value;
  const result = {};
  for (const [key, item] of Object.entries(value)) {
    const held = counted(item, work);
    const get = (): unknown => {
      work.reads++;
      return held;
    };
    Object.defineProperty(result, key, { enumerable: true, get });
  }
  return result;
}

/** A tree of so many nodes, none like another. */
function tree(nodes: number): unknown {
  let made = 0;
  const grow = (count: number): unknown => {
    const own = made++;
    if (count <= 1) return { own };
    const share = Math.ceil((count - 1) / 4);
    const children: unknown[] = [];
    for (let left = count - 1; left > 0; left -= share) children.push(grow(Math.min(share, left)));
    return { own, children: Object.fromEntries(children.map((child, i) => [`c${i}`, child])) };
  };
  return grow(Math.floor(nodes / 2));
}
