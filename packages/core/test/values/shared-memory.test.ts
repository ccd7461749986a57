import { expect, test } from "vitest";
import { giveShared, takeShared } from "../../src/values/shared-memory.ts";

const MIB = 2 ** 20;

test("memory that was given back is taken again, by one at a time, where it is large enough", () => {
  const first = takeShared(2 * MIB);
  expect(takeShared(2 * MIB).buffer).not.toBe(first.buffer);
  giveShared(first);
  expect(takeShared(3 * MIB).buffer).not.toBe(first.buffer);
  const second = takeShared(MIB);
  expect([second.buffer, second.byteLength]).toEqual([first.buffer, MIB]);
  expect(takeShared(MIB).buffer).not.toBe(first.buffer);
});

test("the largest is kept, if it is not too large", () => {
  const small = takeShared(MIB);
  const large = takeShared(4 * MIB);
  giveShared(large);
  giveShared(small);
  expect(takeShared(MIB).buffer).toBe(large.buffer);
  giveShared(takeShared(2 ** 27 + 1));
  expect(takeShared(MIB).buffer.byteLength).toBe(MIB);
});
