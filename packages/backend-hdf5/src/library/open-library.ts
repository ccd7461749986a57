/** The HDF5 library, compiled to WebAssembly. Its file system is in memory: no file of the disk can be reached from it. */
export type Library = Awaited<typeof import("h5wasm")["ready"]>;

/** Loads the library. Its errors are thrown, not printed. */
export async function openLibrary(): Promise<Library> {
  const { error } = console;
  console.error = () => {}; // The library keeps the function that it finds, to print errors with.
  try {
    const { ready } = await import("h5wasm");
    const library = await ready;
    library.activate_throwing_error_handler();
    return library;
  } finally {
    console.error = error;
  }
}

/** Runs a task with a block of the library's memory. */
export function withMemory<T>(library: Library, bytes: number, task: (pointer: number) => T): T {
  const pointer = library._malloc(Math.max(bytes, 1));
  if (pointer === 0) throw new RangeError(`The HDF5 library has no memory left for ${bytes} bytes.`);
  try {
    return task(pointer);
  } finally {
    library._free(pointer);
  }
}
