import { ARRAY_TYPES, isOfType } from "../library/element-type.ts";
import type { Description } from "../library/file-reader.ts";

/** Array of NumPy with other than one dimension: its elements, row by row. */
export interface ShapedArray {
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

type ArrayConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

/** Number that the library gives to enumerations, of which h5py makes truth values. */
const ENUM = 8;

/** Makes a typed array, with its shape unless that is its length; `undefined` for elements that have no typed array. */
export function numericArray(
  found: Description,
  read: () => Uint8Array<ArrayBuffer>,
): ArrayBufferView | ShapedArray | undefined {
  const { shape } = found;
  const Type = shape && constructorOf(found);
  if (!Type) return undefined;
  const data = new Type(read().buffer);
  return shape.length === 1 ? data : { shape, data };
}

function constructorOf(found: Description): ArrayConstructor | undefined {
  if (found.type === ENUM && found.size === 1) return Uint8Array;
  const name = Object.keys(ARRAY_TYPES).find((type) =>
    isOfType(found, ARRAY_TYPES[type] as (typeof ARRAY_TYPES)[string]),
  );
  return name === undefined ? undefined : (globalThis as unknown as Readonly<Record<string, ArrayConstructor>>)[name];
}
