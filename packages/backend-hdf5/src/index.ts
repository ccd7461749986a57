export { exportHdf5 } from "./export-hdf5.ts";
export { Hdf5Calls } from "./hdf5-calls.ts";
export type { Hdf5Options, Hdf5WriteOptions } from "./hdf5-options.ts";
export { Hdf5Storage } from "./hdf5-storage.ts";
export { Hdf5Values } from "./hdf5-values.ts";
export { type ReadBagOptions, readBag } from "./read-bag.ts";
export type { TableEntry } from "./tables/build-table.ts";
