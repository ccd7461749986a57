import { type ElementType, textType, UINT16 } from "../library/element-type.ts";

/** Text that HDF5's own strings, which end at a NUL and are padded with spaces, do not give back. */
const UNFIT = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]| $/;

const SPACE = 0x20;
const NUL = 0;

/** Tells whether a text is stored as a string of HDF5; other text is stored as UTF-16. */
export function isFit(text: string): boolean {
  return !UNFIT.test(text);
}

/** Encodes a text that is stored as a string of HDF5. */
export function encodeText(text: string): { readonly type: ElementType; readonly bytes: Uint8Array } {
  const bytes = Buffer.from(text === "" ? " " : text);
  return { type: textType(bytes.byteLength), bytes };
}

/** Decodes strings of HDF5, each of so many bytes. */
export function decodeTexts(bytes: Uint8Array, size: number): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / size }, (_, i) => {
    let end = (i + 1) * size;
    while (end > i * size && isPadding(all[end - 1])) end--;
    return all.toString("utf8", i * size, end);
  });
}

function isPadding(byte: number | undefined): boolean {
  return byte === SPACE || byte === NUL;
}

/** Encodes any text as UTF-16. */
export function encodeUtf16(text: string): { readonly type: ElementType; readonly bytes: Uint8Array } {
  return { type: UINT16, bytes: Buffer.from(text, "utf16le") };
}

export function decodeUtf16(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf16le");
}
