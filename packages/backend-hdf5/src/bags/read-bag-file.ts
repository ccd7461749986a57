import { FileReader } from "../library/file-reader.ts";
import type { Library } from "../library/open-library.ts";
import { BagReader } from "./bag-reader.ts";

/** Reads the object at a path of a bag. @throws as {@link BagReader}. */
export function readBagFile(library: Library, bytes: Uint8Array, path: string): unknown {
  const file = new FileReader(library, bytes);
  try {
    return new BagReader(file).read(`/${path}`);
  } finally {
    file.close();
  }
}
