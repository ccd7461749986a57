import { parentPort } from "node:worker_threads";
import { readBagFile } from "../bags/read-bag-file.ts";
import { UnknownType } from "../bags/unknown-type.ts";
import { readRecordFile, writeFrame, writeRecordFile } from "../codec/record-file.ts";
import { type Library, openLibrary } from "../library/open-library.ts";
import { writeTable } from "../library/write-table.ts";
import { type CodecFault, type CodecRequest, type CodecTask, MOVED_FROM, RENEWAL } from "./codec-message.ts";
import { hashShared } from "./hash-shared.ts";

// Entry point of the thread of the codec. It loads no package but the HDF5 library, so that it starts quickly, and from sources without a flag.

/** Number of failures after which the thread ends: a failed call may leave memory of the library in use. */
const MOST_FAILURES = 32;

/** Tasks after whose failure a file may be left open. */
const WRITES: readonly CodecTask["kind"][] = ["write", "frame", "table"];

const opening = openLibrary();
opening.catch(() => {}); // Each request reports it.
let failures = 0;

parentPort?.on("message", async ({ id, task }: CodecRequest) => {
  try {
    const result = task.kind === "hash" ? hashShared(task.bytes, task.parts) : await perform(await opening, task);
    parentPort?.postMessage({ id, result }, transferable(result));
  } catch (error) {
    parentPort?.postMessage({ id, fault: faultOf(error) });
    // After a trap, or when a file could not be written, the library is in no known state.
    const isLost = (error as Error).name === "RuntimeError" || WRITES.includes(task.kind);
    if (isLost || ++failures === MOST_FAILURES) process.exit(RENEWAL);
  }
});

function perform(library: Library, task: Exclude<CodecTask, { kind: "hash" }>): unknown {
  switch (task.kind) {
    case "write":
      return writeRecordFile(library, task.space, task.record, task.compression);
    case "frame":
      return writeFrame(library, task.type, task.byteLength);
    case "read":
      return readRecordFile(library, task.space, task.source);
    case "table":
      return writeTable(library, task.table, task.compression);
    case "bag":
      return readBagFile(library, task.bytes, task.path);
  }
}

/** Buffers of a result that are moved to the other thread. */
function transferable(result: unknown): ArrayBuffer[] {
  const bytes = result instanceof Uint8Array ? result : (result as { readonly data?: unknown } | null)?.data;
  const isMoved = bytes instanceof Uint8Array && bytes.byteLength >= MOVED_FROM;
  return isMoved && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

function faultOf(error: unknown): CodecFault {
  const text = error instanceof Error ? error.message : String(error);
  // The library's text has a line per function; the last one is the cause.
  const lines = text.split("\n").filter((line) => line.includes("#"));
  const message = lines.length === 0 ? text : (lines.at(-1) as string).replace(/^.*\(\): /, "HDF5: ");
  if (error instanceof UnknownType) return { message, type: error.type };
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? { message, code } : { message };
}
