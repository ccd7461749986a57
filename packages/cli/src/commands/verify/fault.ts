import type { FaceName } from "results-manager";
import type { Column } from "../../output/column.ts";

/** Place of something that can be moved into a quarantine: a file, or a row. */
export type Place = { readonly path: string } | { readonly table: string; readonly id: unknown };

/** Kind of a fault. What is `damaged`, or has a `bad name`, can be moved away; the others concern records that are intact, or the store. */
export type FaultKind = "damaged" | "bad name" | "dangling" | "invalid" | "database" | "unreadable";

/** Fault of a store. */
export interface Fault {
  readonly face: FaceName | "store";
  /** Id or key of the record, or the path of a file. */
  readonly key: string;
  readonly kind: FaultKind;
  readonly message: string;
  /** Place of what is damaged. */
  readonly place?: Place | undefined;
  /** The structure of the medium is damaged: to write into it may lose records that are intact. */
  readonly forbidsWriting?: boolean | undefined;
  /** Tells whether it is still as it was found. */
  readonly isStill?: (() => Promise<boolean>) | undefined;
}

/** Columns of faults. */
export const FAULT_COLUMNS: readonly Column[] = [{ key: "face" }, { key: "key" }, { key: "kind" }, { key: "message" }];
