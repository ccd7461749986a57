import { expect, test } from "vitest";
import { formatRecord, parseRecord } from "../../src/storage/record-text.ts";
import type { RecordContent } from "../../src/storage.ts";

const CONTENT: RecordContent = {
  modelName: "Loss",
  namespace: "default",
  version: 2,
  data: { value: [1, "ä", null] },
  types: { value: "Set" },
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-02T00:00:00.000Z",
  expiresAt: 1_800_000_000_000,
};

test.for<[form: string, content: RecordContent]>([
  ["a record with all fields", CONTENT],
  ["a record without types and expiry", { ...CONTENT, types: undefined, expiresAt: undefined }],
  ["null", { ...CONTENT, data: null }],
  ["an object that has a key __proto__", { ...CONTENT, data: JSON.parse('{"__proto__":1}') as RecordContent["data"] }],
])("%s is read back the same, from one line", ([, content]) => {
  const text = formatRecord(content);
  expect(text).not.toContain("\n");
  expect(parseRecord(text)).toEqual({ ...content, revision: text });
});

test("bytes are read back as bytes of their own", () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
  const found = parseRecord(formatRecord({ ...CONTENT, data: bytes.subarray(1) }));
  expect(found.corrupt === undefined && found.data).toEqual(bytes.subarray(1));
  expect(parseRecord(formatRecord({ ...CONTENT, data: new Uint8Array() }))).toMatchObject({ data: new Uint8Array() });
});

test.for<[text: string, reason: RegExp]>([
  ["", /not JSON/],
  ['{"modelName":', /not JSON/],
  ["null", /not an object/],
  ["7", /not an object/],
  [changed({ modelName: 7 }), /'modelName'/],
  [changed({ namespace: undefined }), /'namespace'/],
  [changed({ version: 0 }), /'version'/],
  [changed({ version: "1" }), /'version'/],
  [changed({ data: undefined }), /'data'/],
  [changed({ data: undefined, bytes: "?" }), /base64/],
  [changed({ types: 7 }), /'types'/],
  [changed({ createdAt: "yesterday" }), /'createdAt'/],
  [changed({ updatedAt: 7 }), /'updatedAt'/],
  [changed({ expiresAt: "soon" }), /'expiresAt'/],
  [changed({ expiresAt: null }), /'expiresAt'/],
])("%s is damaged", ([text, reason]) => {
  expect(parseRecord(text)).toMatchObject({ corrupt: expect.stringMatching(reason), revision: text });
});

function changed(fields: object): string {
  return JSON.stringify({ ...CONTENT, ...fields });
}
