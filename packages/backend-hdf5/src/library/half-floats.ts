import type { Library } from "./open-library.ts";

/** Sizes and byte orders (1 is big-endian) of the library's IEEE types, in the order of its variables that hold their ids. */
const IEEE = ["2 1", "2 0", "4 1", "4 0", "8 1", "8 0"];
/** Sizes and byte orders of its `float`, `double` and `long double`. */
const NATIVE = ["4 0", "8 0", "16 0"];
/** The variables lie this close to one whose address is known. */
const NEARBY = 2048;
const ID_BYTES = 8;
const FLOAT = 1;
/** Highest byte of the id of a type. */
const TYPE_IDS = 3n;
const ID_KIND_BITS = 56n;

/**
 * Runs a task while the library takes its 4-byte float for a 2-byte one.
 *
 * HDF5 has half floats, but h5wasm makes datasets only of its native `float` and `double`. The ids of both are in variables of the library,
 * beside that of the half float: the task sees one for the other. They are found by the types that they name, in their order.
 *
 * @throws {Error} when a release of the library keeps its types elsewhere.
 */
export function withHalfFloats<T>(library: Library, task: () => T): T {
  const variables = findVariables(library);
  if (!variables) throw new Error("This release of h5wasm has no half floats: a Float16Array cannot be stored.");
  const memory = (): DataView => new DataView(library.HEAPU8.buffer); // It is another one whenever the memory has grown.
  const float = memory().getBigInt64(variables.float, true);
  memory().setBigInt64(variables.float, memory().getBigInt64(variables.half, true), true);
  try {
    return task();
  } finally {
    memory().setBigInt64(variables.float, float, true);
  }
}

/** Exports of the library without a declaration. */
interface Exports {
  readonly _H5T_NATIVE_UINT_g: number;
  readonly _H5Tget_class: (type: bigint) => number;
  readonly _H5Tget_size: (type: bigint) => number;
  readonly _H5Tget_order: (type: bigint) => number;
}

function findVariables(library: Library): { readonly half: number; readonly float: number } | undefined {
  const known = library as unknown as Exports;
  const start = known._H5T_NATIVE_UINT_g - NEARBY;
  const memory = new DataView(library.HEAPU8.buffer);
  const types = Array.from({ length: (2 * NEARBY) / ID_BYTES }, (_, i) => {
    const id = memory.getBigInt64(start + i * ID_BYTES, true);
    if (id >> ID_KIND_BITS !== TYPE_IDS || known._H5Tget_class(id) !== FLOAT) return "";
    return `${known._H5Tget_size(id)} ${known._H5Tget_order(id)}`;
  });
  const indexOf = (wanted: readonly string[]): number =>
    types.findIndex((_, i) => wanted.every((type, k) => types[i + k] === type));
  const [ieee, native] = [indexOf(IEEE), indexOf(NATIVE)];
  if (ieee < 0 || native < 0) return undefined;
  return { half: start + (ieee + 1) * ID_BYTES, float: start + native * ID_BYTES };
}
