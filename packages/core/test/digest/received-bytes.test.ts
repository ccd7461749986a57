import { expect, test } from "vitest";
import { handOver, takeOver } from "../../src/digest/received-bytes.ts";

test("bytes are taken over once", () => {
  const bytes = new Uint8Array(8);
  expect(takeOver(bytes)).toBeUndefined();
  handOver(bytes, "a");
  expect(takeOver(bytes)).toBe("a");
  expect(takeOver(bytes)).toBeUndefined();
});

test("bytes that are a part of a buffer, and shared ones, are not taken over", () => {
  for (const bytes of [new Uint8Array(new ArrayBuffer(8), 1), new Uint8Array(new SharedArrayBuffer(8))]) {
    handOver(bytes, "a");
    expect(takeOver(bytes)).toBeUndefined();
  }
});
