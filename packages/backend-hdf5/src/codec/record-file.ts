import { FileReader } from "../library/file-reader.ts";
import { FileWriter } from "../library/file-writer.ts";
import type { Library } from "../library/open-library.ts";
import type { Source } from "../library/source-file.ts";
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

/** Data that was read, and the SHA-256 of bytes. */
export interface ReadParts extends RecordParts {
  readonly sha256?: string;
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

/** Bytes of a file before and after its data. */
export interface Frame {
  readonly before: Uint8Array<ArrayBuffer>;
  readonly after: Uint8Array<ArrayBuffer>;
}

/** Writes the file of large binary data that is not compressed, without the data. */
export function writeFrame(library: Library, type: string, byteLength: number): Frame {
  const file = new FileWriter(library, 0);
  const position = new NodeWriter(file).reserve(VALUE, type, byteLength);
  const bytes = file.finish();
  return { before: bytes.slice(0, position), after: bytes.slice(position + byteLength) };
}

/** Reads the data of a record. @throws {Error} for bytes that are no HDF5 file, or not that of a record, and as {@link FileReader}. */
export async function readRecordFile(library: Library, space: LinkingSpace, source: Source): Promise<ReadParts> {
  const file = new FileReader(library, source);
  try {
    const nodes = new NodeReader(file, space);
    return space === "calls" ? readCall(file, nodes) : await nodes.root(VALUE);
  } finally {
    file.close();
  }
}
