/** The typed arrays and buffers that survive, by the name they are stored under. */
const CONSTRUCTORS: ReadonlyMap<string, new (bytes: ArrayBuffer) => ArrayBufferView> = new Map(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ].map((type) => [type.name, type]),
);

/** A value that is bytes with a type. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** The name of the bytes' type as it is stored, or `undefined` where it would not come back the same. */
export function bytesTag(bytes: Bytes): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(bytes);
  if (prototype === Buffer.prototype) return "Buffer";
  if (prototype === ArrayBuffer.prototype) return "ArrayBuffer";
  const tag = Object.prototype.toString.call(bytes).slice(8, -1);
  // A subclass would come back as its base.
  return CONSTRUCTORS.get(tag)?.prototype === prototype ? tag : undefined;
}

/** The bytes in base64. Multi-byte elements keep the machine's order, little-endian on everything Node runs on but s390x. */
export function bytesToBase64(bytes: Bytes): string {
  return viewBytes(bytes).toString("base64");
}

/** Makes the bytes anew from their type name and base64; `undefined` for a type name that is none. */
export function bytesFromBase64(tag: string, text: string): Bytes | undefined {
  return bytesFrom(tag, Buffer.from(text, "base64"));
}

/** Makes the bytes anew from their type name and a view of them, as a copy; `undefined` for a type name that is none, or does not fit. */
export function bytesFrom(tag: string, view: Uint8Array): Bytes | undefined {
  // A copy of its own: views are slices of larger buffers, at any alignment.
  const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer;
  if (tag === "Buffer") return Buffer.from(buffer);
  if (tag === "ArrayBuffer") return buffer;
  const Type = CONSTRUCTORS.get(tag);
  if (!Type || ("BYTES_PER_ELEMENT" in Type && buffer.byteLength % Number(Type.BYTES_PER_ELEMENT) !== 0))
    return undefined;
  return new Type(buffer);
}

/** A copy that shares no memory with the original. */
export function copyBytes<T extends Bytes>(bytes: T): T {
  const tag = bytesTag(bytes);
  return tag === undefined ? bytes : (bytesFrom(tag, viewBytes(bytes)) as T);
}

/** Tells whether two values are bytes of the same type and content. */
export function sameBytes(a: Bytes, b: Bytes): boolean {
  return bytesTag(a) === bytesTag(b) && viewBytes(a).equals(viewBytes(b));
}

/** Tells whether a value is bytes. */
export function isBytes(value: object): value is Bytes {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** The bytes themselves, shared with the original. */
export function viewBytes(bytes: Bytes): Buffer {
  return bytes instanceof ArrayBuffer
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}
