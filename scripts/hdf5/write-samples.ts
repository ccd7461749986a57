import { join } from "node:path";
import { exportHdf5, Hdf5Calls, Hdf5Values } from "@results-manager/backend-hdf5";
import { describeValue } from "./describe-value.ts";

/** Files of the samples, and what they hold. */
export interface Samples {
  readonly values: readonly (readonly [path: string, value: unknown])[];
  readonly call: string;
  readonly table: string;
}

const FLOATS = [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY];
const BYTES = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const DEEP = Array.from({ length: 60 }).reduce<unknown>((inner, _, i) => (i % 2 ? { inner } : [inner, "x"]), "bottom");
const ROWS = Array.from({ length: 6 }, (_, i) => ({
  i,
  name: `row ${i}`,
  odd: i % 2 === 1,
  at: new Date(i),
  more: [i, { i }],
}));

/** Values of every kind that can be stored. */
const VALUES: readonly unknown[] = [
  ...FLOATS,
  ...["", "text", "ä😀", "with NUL\0", "space at its end ", "\ud800", "x".repeat(100_000)],
  ...[true, false, null, undefined, 0n, -(2n ** 70n), new Date(1e12), new Date(Number.NaN)],
  ...[[], {}, new Map(), new Set(), FLOATS, [true, false], ["a", "", "ccc"], [1, "x", null, [undefined]]],
  { z: 1, a: { "b/c": 1, "": 2, ".": 3, "%": 4, "\0": 5, "\ud800": 6 }, __proto__: null },
  JSON.parse('{"__proto__":{"x":1}}') as unknown,
  new Map<unknown, unknown>([
    [1, "one"],
    [{ key: 1 }, new Set([1n, "x"])],
  ]),
  ...[DEEP, ROWS, { alike: ROWS }],
  ...[Int8Array.of(-128, 127), Uint8Array.of(0, 255), Uint8ClampedArray.of(0, 255), Int16Array.of(-32768, 32767)],
  ...[Uint16Array.of(0, 65535), Int32Array.of(-(2 ** 31), 2 ** 31 - 1), Uint32Array.of(0, 2 ** 32 - 1)],
  ...[BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n), BigUint64Array.of(0n, 2n ** 64n - 1n)],
  ...[Float32Array.from(FLOATS), Float64Array.from(FLOATS), ...halfFloats()],
  ...[BYTES.buffer, new DataView(BYTES.buffer), Buffer.from(BYTES), new Float64Array()],
  {
    small: Float32Array.of(1, 2),
    large: Float64Array.from({ length: 100_000 }, (_, i) => i / 3),
    list: [new Int16Array(600)],
  },
];

/** Writes a store with values of every kind and a call, and a table beside it. */
export async function writeSamples(folder: string): Promise<Samples> {
  await using calls = new Hdf5Calls(folder);
  const values: (readonly [string, unknown])[] = [];
  for (const value of VALUES) {
    const key = await calls.values.save(value);
    values.push([calls.storage.locate("values", key), describeValue(value)]);
  }
  await using plain = new Hdf5Values(join(folder, "plain"), { compression: 0 });
  const array = Float64Array.from({ length: 400_000 }, (_, i) => i / 3);
  values.push([plain.storage.locate("values", await plain.save(array)), describeValue(array)]);
  const key = await calls.save({
    ...{ name: "train", module: "lab", version: 2 },
    arguments: { rate: 0.5, layers: [1, 2] },
    result: new Float64Array(1000),
    metadata: { run: { host: "a", seconds: 2.5, ok: true, tags: ["x", 1n] } },
  });
  const table = join(folder, "table.h5");
  const rows = [
    { id: "runs/1", value: { loss: 0.25, ok: true, model: { name: "small" }, list: [1] } },
    { id: "runs/2", value: { loss: 0.5 } },
  ];
  await exportHdf5(rows, table);
  return { values, call: calls.storage.locate("calls", key), table };
}

/** Node 22 has no half floats. */
function halfFloats(): readonly unknown[] {
  const Type = (globalThis as { readonly Float16Array?: { from(items: readonly number[]): unknown } }).Float16Array;
  return Type ? [Type.from([...FLOATS, 65504])] : [];
}
