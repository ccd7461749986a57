import { readFile } from "node:fs/promises";
import { CorruptRecordError, ResultsError, StorageError } from "@results-manager/core";
import { checkOptions, given, pathOfUrl } from "@results-manager/core/internal";
import { CodecError, codecThread } from "./thread/codec-thread.ts";

/** Options for reading a bag. */
export interface ReadBagOptions {
  /** Path of a part in the file, such as `object/state/losses`; by default the whole, `object`. */
  readonly path?: string | undefined;
}

/**
 * Reads an HDF5 file that the Python library `bagofholding` has written with `H5Bag`.
 *
 * Dicts with text as keys are objects, others Maps; lists and tuples are arrays; sets are Sets; integers are numbers where those are exact, else
 * bigints; bytes are `Uint8Array`s; arrays of NumPy are typed arrays, and `{ shape, data }` unless they have one dimension. No code is run, so
 * that instances of classes are refused; their plain parts can be read by their paths.
 *
 * @throws {ResultsError} `TYPE_NOT_REGISTERED` for what has no counterpart: instances of classes, functions, complex numbers, other bags.
 * @throws {CorruptRecordError} `CORRUPT_RECORD` for a file that is no such bag; {@link StorageError} for one that cannot be read.
 *
 * @example
 * ```ts
 * const losses = await readBag("run.h5", { path: "object/state/losses" });
 * ```
 */
export async function readBag(file: string | URL, options: ReadBagOptions = {}): Promise<unknown> {
  checkOptions(options, { path: true }, "readBag");
  const place = pathOfUrl(file, "file");
  if (typeof place !== "string")
    throw new TypeError(`file of readBag must be a path or a 'file:' URL, got ${given(file)}.`);
  const { path = "object" } = options;
  if (typeof path !== "string") {
    throw new TypeError(`path of readBag must be a text such as 'object/state', got ${given(path)}.`);
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(place);
  } catch (cause) {
    throw new StorageError(`Cannot read '${place}': ${(cause as Error).message}`, { cause });
  }
  try {
    return await codecThread.run({ kind: "bag", bytes, path: path.replace(/^\/+/, "") });
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    if (!cause.fault.type) {
      throw new CorruptRecordError(path, place, cause.message, cause, "Write it again with bagofholding.H5Bag.");
    }
    const advice =
      "Nothing of that kind can be made here. Read its plain parts by their paths, or convert it in Python.";
    throw new ResultsError("TYPE_NOT_REGISTERED", `Cannot read '${path}' of '${place}': ${cause.message}. ${advice}`, {
      cause,
    });
  }
}
