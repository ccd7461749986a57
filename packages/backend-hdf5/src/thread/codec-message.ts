import type { LinkingSpace } from "../codec/links.ts";
import type { RecordParts } from "../codec/record-file.ts";
import type { Source } from "../library/source-file.ts";
import type { Table } from "../library/write-table.ts";

/** Work for the thread. */
export type CodecTask =
  | { readonly kind: "write"; readonly space: LinkingSpace; readonly record: RecordParts; readonly compression: number }
  | {
      readonly kind: "hash";
      readonly bytes: Uint8Array<SharedArrayBuffer>;
      /** Number of parts of 1 MiB that are there; it grows. */
      readonly parts: Int32Array<SharedArrayBuffer>;
    }
  | { readonly kind: "frame"; readonly type: string; readonly byteLength: number }
  | { readonly kind: "read"; readonly space: LinkingSpace; readonly source: Source }
  | { readonly kind: "table"; readonly table: Table; readonly compression: number }
  | { readonly kind: "bag"; readonly bytes: Uint8Array; readonly path: string };

/** Request to the thread. */
export interface CodecRequest {
  readonly id: number;
  readonly task: CodecTask;
}

/** Failure of a task. */
export interface CodecFault {
  readonly message: string;
  /** Type of Python whose instances cannot be represented. */
  readonly type?: string | undefined;
  /** Code of the system for a file that cannot be read. */
  readonly code?: string | undefined;
}

/** Answer of the thread. */
export type CodecAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly fault: CodecFault };

/** Buffers of as many bytes are moved to the other thread; moving a small one takes longer than copying it. */
export const MOVED_FROM: number = 2 ** 16;

/** Exit code of a thread that shall be replaced by a new one, which gets the tasks that it has not begun. */
export const RENEWAL = 75;
