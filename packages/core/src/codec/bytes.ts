import * as types from "node:util/types";
import { isIntrinsic } from "./built-ins.ts";

type ViewConstructor = new (bytes: ArrayBuffer) => ArrayBufferView;

/** Typed arrays and buffers that can be stored, by type name. */
const CONSTRUCTORS: ReadonlyMap<string, ViewConstructor> = new Map(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    ...float16(),
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ].map((type) => [type.name, type]),
);

/** Getter of the name of a typed array, independent of modifications of the array or its prototype. */
const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** Buffer, or typed view of one. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** Returns the stored type name of bytes; `undefined` if they would not be read back the same. */
export function bytesTag(bytes: Bytes): string | undefined {
  return bytesFault(bytes) === undefined ? typeName(bytes) : undefined;
}

/** Returns the reason why bytes of a supported type cannot be stored, if there is one. */
export function bytesFault(bytes: Bytes): string | undefined {
  const buffer = types.isArrayBuffer(bytes) ? bytes : (bytes as ArrayBufferView).buffer;
  if (types.isSharedArrayBuffer(buffer)) return "shared memory cannot be stored; copy it first";
  if (buffer.detached) return "a buffer that was transferred has no bytes any more";
  if (buffer.resizable) return "a resizable buffer cannot be stored; copy it first";
  return undefined;
}

function typeName(bytes: Bytes): string | undefined {
  const prototype = Object.getPrototypeOf(bytes) as object | null;
  if (prototype === Buffer.prototype) return "Buffer";
  if (types.isArrayBuffer(bytes)) {
    return isIntrinsic(prototype, ArrayBuffer.prototype, "slice") ? "ArrayBuffer" : undefined;
  }
  // A subclass would be read back as its base class.
  if (types.isDataView(bytes)) return isIntrinsic(prototype, DataView.prototype, "getInt8") ? "DataView" : undefined;
  const name = typedArrayName.call(bytes) ?? "";
  const own = CONSTRUCTORS.get(name)?.prototype as object | undefined;
  return own && isIntrinsic(prototype, own, "BYTES_PER_ELEMENT", 2) ? name : undefined;
}

/**
 * Encodes bytes in base64. Multi-byte elements keep the byte order of the machine, which is little-endian on all platforms of Node except
 * s390x.
 */
export function bytesToBase64(bytes: Bytes): string {
  return viewBytes(bytes).toString("base64");
}

/** Decodes bytes from type name and base64; returns `undefined` for an unknown type name or invalid base64. */
export function bytesFromBase64(tag: string, text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64");
  // Node skips invalid characters, so that the result is shorter than expected.
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return bytes.byteLength === (text.length / 4) * 3 - padding ? bytesFrom(tag, bytes) : undefined;
}

/** Creates bytes of a type from a copy of a view; returns `undefined` for an unknown type name, or a length that does not fit. */
export function bytesFrom(tag: string, view: Uint8Array): Bytes | undefined {
  // A new buffer of this realm: views are slices of larger buffers, with any alignment, and may belong to another realm.
  return bytesOver(tag, new Uint8Array(view).buffer);
}

/** Creates bytes of a type over a buffer; returns `undefined` for an unknown type name, or a length that does not fit. */
export function bytesOver(tag: string, buffer: ArrayBuffer): Bytes | undefined {
  if (tag === "Buffer") return Buffer.from(buffer);
  if (tag === "ArrayBuffer") return buffer;
  const Type = CONSTRUCTORS.get(tag);
  if (!Type || ("BYTES_PER_ELEMENT" in Type && buffer.byteLength % Number(Type.BYTES_PER_ELEMENT) !== 0))
    return undefined;
  return new Type(buffer);
}

/** Copies bytes without sharing memory; bytes that cannot be stored are returned unchanged. */
export function copyBytes<T extends Bytes>(bytes: T): T {
  const tag = bytesTag(bytes);
  return tag === undefined ? bytes : (bytesFrom(tag, viewBytes(bytes)) as T);
}

/** Tells whether two values are bytes of the same type and content. */
export function sameBytes(a: Bytes, b: Bytes): boolean {
  const tag = bytesTag(a);
  return tag !== undefined && tag === bytesTag(b) && viewBytes(a).equals(viewBytes(b));
}

/** Tells whether a value is bytes. */
export function isBytes(value: object): value is Bytes {
  return ArrayBuffer.isView(value) || types.isArrayBuffer(value);
}

/** Returns a view of bytes that shares their memory. */
export function viewBytes(bytes: Bytes): Buffer {
  return types.isArrayBuffer(bytes)
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** Float16Array is available in Node 24, but not in Node 22. */
function float16(): readonly ViewConstructor[] {
  const type = (globalThis as { readonly Float16Array?: ViewConstructor }).Float16Array;
  return type ? [type] : [];
}
