import { FileReader } from "../library/file-reader.ts";
import { FileWriter } from "../library/file-writer.ts";
import type { Library } from "../library/open-library.ts";
import { readCall, writeCall } from "./call-file.ts";
import { type LinkingSpace, VALUE } from "./links.ts";
import { NodeReader } from "./node-reader.ts";
import { NodeWriter } from "./node-writer.ts";
import type { Json, Tags } from "./tags.ts";

/** Data of a record and its types. */
export interface RecordParts {
  readonly data: Json | Uint8Array;
  readonly types?: Tags | undefined;
}

/** Writes the data of a record as an HDF5 file. */
export function writeRecordFile(
  library: Library,
  space: LinkingSpace,
  { data, types }: RecordParts,
  compression: number,
): Uint8Array<ArrayBuffer> {
  const file = new FileWriter(library, compression);
  const nodes = new NodeWriter(file);
  if (data instanceof Uint8Array) nodes.bytes(VALUE, String(types), data);
  else if (space === "calls") writeCall(file, nodes, { data, types });
  else nodes.write(VALUE, data, types);
  return file.finish();
}

/** Reads the data of a record. @throws {Error} for bytes that are no HDF5 file, or not that of a record. */
export function readRecordFile(library: Library, space: LinkingSpace, bytes: Uint8Array): RecordParts {
  const file = new FileReader(library, bytes);
  try {
    const nodes = new NodeReader(file, space);
    return space === "calls" ? readCall(file, nodes) : nodes.root(VALUE);
  } finally {
    file.close();
  }
}
