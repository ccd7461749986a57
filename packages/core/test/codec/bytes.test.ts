import { expect, test } from "vitest";
import {
  bytesFault,
  bytesFrom,
  bytesFromBase64,
  bytesTag,
  bytesToBase64,
  copyBytes,
  sameBytes,
} from "../../src/codec/bytes.ts";

const VALUES = [
  Buffer.from([1, 2]),
  new Uint8Array([1, 2, 3]),
  new Int16Array([-1, 2]),
  new Float64Array([1.5]),
  new BigInt64Array([5n]),
  new DataView(new ArrayBuffer(3)),
  new Uint8Array([1, 2, 3]).buffer,
];

test("bytes are read back the same, by the name of their type", () => {
  for (const value of VALUES) {
    const tag = bytesTag(value);
    expect(tag).toBe(Buffer.isBuffer(value) ? "Buffer" : value.constructor.name);
    const again = bytesFromBase64(tag ?? "", bytesToBase64(value));
    expect(again && sameBytes(value, again)).toBe(true);
    const copy = copyBytes(value);
    expect(copy).not.toBe(value);
    expect(sameBytes(value, copy)).toBe(true);
  }
});

test("bytes of another type or content are not the same", () => {
  expect(sameBytes(new Uint8Array([1]), new Int8Array([1]))).toBe(false);
  expect(sameBytes(new Uint8Array([1]), new Uint8Array([2]))).toBe(false);
  expect(sameBytes(new Uint8Array([1]), Buffer.from([1]))).toBe(false);
});

test("text that is no base64 and lengths that do not fit are refused", () => {
  for (const text of ["a", "ab", "abc", "ab=c", "a===", "Zm9v!"])
    expect(bytesFromBase64("Uint8Array", text)).toBeUndefined();
  expect(bytesFromBase64("Uint8Array", "Zg==")).toEqual(new Uint8Array([102]));
  expect(bytesFrom("Int16Array", new Uint8Array(3))).toBeUndefined();
  expect(bytesFrom("Float8Array", new Uint8Array(4))).toBeUndefined();
  expect(bytesFrom("DataView", new Uint8Array(3))).toBeInstanceOf(DataView);
});

test("shared, transferred and resizable buffers say why they cannot be stored", () => {
  const detached = new ArrayBuffer(1);
  structuredClone(detached, { transfer: [detached] });
  expect(bytesFault(new Uint8Array(new SharedArrayBuffer(1)))).toContain("shared");
  expect(bytesFault(detached)).toContain("transferred");
  expect(bytesFault(new ArrayBuffer(1, { maxByteLength: 2 }))).toContain("resizable");
  expect(bytesFault(new Uint8Array(1))).toBeUndefined();
});

test("an instance of a subclass is no bytes of the base class", () => {
  class Own extends Uint8Array {}
  expect(bytesTag(new Own(1))).toBeUndefined();
});
