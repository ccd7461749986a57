import type { Library } from "./open-library.ts";

/** Type of the elements of a dataset or attribute, in the words of HDF5. */
export interface ElementType {
  readonly kind: "integer" | "float" | "text" | "compound";
  readonly size: number;
  readonly signed?: boolean;
  readonly members?: readonly Member[];
}

/** Column of a table. */
export interface Member {
  readonly name: string;
  readonly offset: number;
  readonly type: ElementType;
}

/** Numbers that the library gives to classes of types. */
const CLASSES = { integer: 0, float: 1, text: 3, compound: 6 } as const;

export const FLOAT64: ElementType = { kind: "float", size: 8 };
export const UINT8: ElementType = { kind: "integer", size: 1 };
export const UINT16: ElementType = { kind: "integer", size: 2 };

/** Returns the type of text of so many bytes of UTF-8, padded with spaces. */
export function textType(bytes: number): ElementType {
  return { kind: "text", size: Math.max(bytes, 1) };
}

const integer = (size: number, signed: boolean): ElementType => ({ kind: "integer", size, signed });

/** Elements of each type of binary data. */
export const ARRAY_TYPES: Readonly<Record<string, ElementType>> = {
  Int8Array: integer(1, true),
  Uint8Array: UINT8,
  Uint8ClampedArray: UINT8,
  Int16Array: integer(2, true),
  Uint16Array: UINT16,
  Int32Array: integer(4, true),
  Uint32Array: integer(4, false),
  Float16Array: { kind: "float", size: 2 },
  Float32Array: { kind: "float", size: 4 },
  Float64Array: FLOAT64,
  BigInt64Array: integer(8, true),
  BigUint64Array: integer(8, false),
  DataView: UINT8,
  ArrayBuffer: UINT8,
  Buffer: UINT8,
};

/** Type of elements, as the library's functions take it. */
type TypeMetadata = Pick<
  Parameters<Library["create_dataset"]>[3],
  "type" | "size" | "signed" | "vlen" | "littleEndian"
>;

/** Converts a type to the form that the library's functions take. */
export function typeMetadata({ kind, size, signed = false, members }: ElementType): TypeMetadata {
  const own = { type: CLASSES[kind], size, signed, vlen: false, littleEndian: true };
  if (!members) return own;
  const columns = members.map(({ name, offset, type }) => ({ ...typeMetadata(type), name, offset }));
  return Object.assign(own, { compound_type: { members: columns, nmembers: columns.length } });
}

/** Tells whether elements that the library describes are of a type. */
export function isOfType(found: TypeMetadata, { kind, size, signed = false }: ElementType): boolean {
  if (found.type !== CLASSES[kind] || found.vlen) return false;
  return kind === "text" || (found.size === size && (kind !== "integer" || found.signed === signed));
}
