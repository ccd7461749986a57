import type { Space } from "@results-manager/core/storage";

/**
 * Extension of a record's file: `.json` for results, which the Python library reads, too; others in the reserved folder, where it must not
 * list anything.
 */
export type RecordEnding = ".json" | ".record" | ".h5";

/** Form of the files of the records of one space. */
export interface RecordFormat {
  readonly ending: RecordEnding;
  /** Data may be bytes, which follow the text. */
  readonly hasBytes?: boolean;
  /** The text is padded to a power of two of at least 512 bytes, as the user block of an HDF5 file is. */
  readonly isUserBlock?: boolean;
  /** The bytes of large files are not read, but passed on as a `FileRange`, for a codec that reads what it needs. */
  readonly leavesLarge?: boolean;
}

/** Forms of the spaces that differ from those of a store of files. */
export type RecordFormats = Readonly<Partial<Record<Space, RecordFormat>>>;

const RESULTS: RecordFormat = { ending: ".json" };
const VALUES: RecordFormat = { ending: ".record", hasBytes: true };
const OTHERS: RecordFormat = { ending: ".record" };

/** Returns the form of the records of a space. */
export function formatOf(space: Space, formats: RecordFormats): RecordFormat {
  return formats[space] ?? (space === "results" ? RESULTS : space === "values" ? VALUES : OTHERS);
}
