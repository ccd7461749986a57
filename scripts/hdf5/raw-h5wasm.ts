import { readFileSync, writeFileSync } from "node:fs";
import type { File } from "h5wasm";

/** Times of saving and loading an array, in milliseconds. */
export interface Round {
  readonly save: number;
  readonly load: number;
}

/** Saves an array with h5wasm alone as `backend-hdf5` uses it, whose files are in memory, and loads it. */
export async function rawInMemory(path: string): Promise<(array: Float64Array) => Round> {
  const { File, ready } = await import("h5wasm");
  const { FS } = await ready;
  return (array) => {
    const save = timed(() => {
      write(new File("/raw.h5", "w"), array);
      writeFileSync(path, FS.readFile("/raw.h5"));
      FS.unlink("/raw.h5");
    });
    const load = timed(() => {
      FS.writeFile("/raw.h5", readFileSync(path));
      read(new File("/raw.h5", "r"), array);
      FS.unlink("/raw.h5");
    });
    return { save, load };
  };
}

/** Saves an array with the build of h5wasm whose files are those of the disk, and loads it. */
export async function rawOnDisk(path: string): Promise<(array: Float64Array) => Round> {
  const { File, ready } = await import("h5wasm/node");
  await ready;
  return (array) => ({
    save: timed(() => write(new File(path, "w"), array)),
    load: timed(() => read(new File(path, "r"), array)),
  });
}

/** Milliseconds that work takes. */
export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Tells whether an array is a copy of one whose elements are all equal. */
export function isCopy(loaded: unknown, { length, 0: element }: Float64Array): boolean {
  if (!(loaded instanceof Float64Array)) return false;
  return loaded.length === length && loaded[0] === element && loaded.at(-1) === element;
}

function write(file: File, array: Float64Array): void {
  file.create_dataset({ name: "value", data: array, shape: [array.length] });
  file.close();
}

function read(file: File, array: Float64Array): void {
  const loaded = (file.get("value") as { readonly value?: unknown } | null)?.value;
  file.close();
  if (!isCopy(loaded, array)) throw new Error("h5wasm did not load what it saved.");
}
