import { types } from "node:util";
import { isIntrinsic } from "./built-ins.ts";

type ViewConstructor = new (bytes: ArrayBuffer) => ArrayBufferView;

/** The typed arrays and buffers that survive, by the name they are stored under. */
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

/** Says which typed array something is, whatever it or its prototype claims. */
const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** A value that is bytes with a type. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** The name of the bytes' type as it is stored, or `undefined` where they would not come back the same. */
export function bytesTag(bytes: Bytes): string | undefined {
  return bytesFault(bytes) === undefined ? typeName(bytes) : undefined;
}

/** What keeps bytes whose type can be stored from being stored themselves, if anything does. */
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
  // A subclass would come back as its base.
  if (types.isDataView(bytes)) return isIntrinsic(prototype, DataView.prototype, "getInt8") ? "DataView" : undefined;
  const name = typedArrayName.call(bytes) ?? "";
  const own = CONSTRUCTORS.get(name)?.prototype as object | undefined;
  return own && isIntrinsic(prototype, own, "BYTES_PER_ELEMENT", 2) ? name : undefined;
}

/** The bytes in base64. Multi-byte elements keep the machine's order, little-endian on everything Node runs on but s390x. */
export function bytesToBase64(bytes: Bytes): string {
  return viewBytes(bytes).toString("base64");
}

/** Makes the bytes of their type name and base64; `undefined` for a type name that is none, and for text that is no base64. */
export function bytesFromBase64(tag: string, text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64");
  // What is no base64 is skipped, so that there are fewer bytes than there should be.
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return bytes.byteLength === (text.length / 4) * 3 - padding ? bytesFrom(tag, bytes) : undefined;
}

/** Makes the bytes of their type name and a view of them, as a copy; `undefined` for a type name that is none, or does not fit. */
export function bytesFrom(tag: string, view: Uint8Array): Bytes | undefined {
  // A copy of its own, of this realm: views are slices of larger buffers, at any alignment, and may be of another.
  const { buffer } = new Uint8Array(view);
  if (tag === "Buffer") return Buffer.from(buffer);
  if (tag === "ArrayBuffer") return buffer;
  const Type = CONSTRUCTORS.get(tag);
  if (!Type || ("BYTES_PER_ELEMENT" in Type && buffer.byteLength % Number(Type.BYTES_PER_ELEMENT) !== 0))
    return undefined;
  return new Type(buffer);
}

/** A copy that shares no memory with the original; what could not be stored is handed through. */
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

/** The bytes themselves, shared with the original. */
export function viewBytes(bytes: Bytes): Buffer {
  return types.isArrayBuffer(bytes)
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** Node 24 has it, Node 22 has not. */
function float16(): readonly ViewConstructor[] {
  const type = (globalThis as { readonly Float16Array?: ViewConstructor }).Float16Array;
  return type ? [type] : [];
}
