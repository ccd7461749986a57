import type { NewRow } from "./row-values.ts";

/** Signature, flags, and length of the extension. */
const HEAD = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
const INT8_BYTES = 8;
const NULL_LENGTH = -1;
const END = -1;

type Value = string | number | Uint8Array | null;

/** Converts rows to the binary format of `COPY`, with the columns of `RECORD_COLUMNS`. */
export function copiedRows(rows: readonly NewRow[]): Buffer {
  const values = rows.flatMap((row): Value[] => [row.key, ...row.columns, row.revision]);
  const lengths = values.map(lengthOf);
  const columns = values.length / rows.length;
  const bytes = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), 0);
  const copied = Buffer.allocUnsafe(HEAD.length + rows.length * COUNT_BYTES + bytes + COUNT_BYTES);
  let at = HEAD.copy(copied);
  for (const [i, value] of values.entries()) {
    if (i % columns === 0) at = copied.writeInt16BE(columns, at);
    at = copied.writeInt32BE(lengths[i] as number, at);
    if (typeof value === "string") at += copied.write(value, at, "utf8");
    else if (typeof value === "number") at = copied.writeBigInt64BE(BigInt(value), at);
    else if (value !== null) {
      copied.set(value, at);
      at += value.byteLength;
    }
  }
  copied.writeInt16BE(END, at);
  return copied;
}

function lengthOf(value: Value): number {
  if (value === null) return NULL_LENGTH;
  if (typeof value === "number") return INT8_BYTES;
  return typeof value === "string" ? Buffer.byteLength(value) : value.byteLength;
}
