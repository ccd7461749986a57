import { expect, test } from "vitest";
import { checkKeyedRecord, checkRecord, type ResultRecord } from "../../src/results/result-record.ts";

const TIME = "2026-01-01T00:00:00.000Z";
const RECORD: ResultRecord = {
  id: "a",
  modelName: "M",
  namespace: "n",
  version: 1,
  data: { x: 1 },
  createdAt: TIME,
  updatedAt: TIME,
};

test("a record is returned as it is", () => {
  for (const more of [{}, { types: { x: "Date" } }, { types: "Date" }, { expiresAt: 5 }, { version: 2 }]) {
    const record = { ...RECORD, ...more } as ResultRecord;
    expect(checkRecord(record)).toBe(record);
  }
  expect(() => checkRecord({ ...RECORD, data: new Uint8Array(2) })).not.toThrow();
});

test.for<[Record<string, unknown>, string]>([
  [{ modelName: "" }, "modelName of 'a' must be text without lone surrogates, got ''."],
  [{ modelName: 5 }, "modelName of 'a' must be text without lone surrogates, got 5."],
  [{ namespace: "\ud800" }, "namespace of 'a' must be text"],
  [{ version: 0 }, "version of 'a' must be a whole number from 1, got 0."],
  [{ version: 1.5 }, "version of 'a' must be"],
  [{ version: "1" }, "version of 'a' must be"],
  [{ data: { x: Number.NaN } }, "data of 'a' must be JSON or bytes from encodeValue()"],
  [{ data: undefined }, "data of 'a' must be"],
  [{ types: 5 }, "types of 'a' must be types from encodeValue(), got 5."],
  [{ types: null }, "types of 'a' must be"],
  [{ createdAt: "yesterday" }, "createdAt of 'a' must be an ISO timestamp, got 'yesterday'."],
  [{ updatedAt: 5 }, "updatedAt of 'a' must be an ISO timestamp, got 5."],
  [{ expiresAt: 1.5 }, "expiresAt of 'a' must be milliseconds, a whole number, got 1.5."],
  [{ expiresAt: "5" }, "expiresAt of 'a' must be"],
  [{ id: 5, version: 0 }, "exportRecords(): version must be a whole number from 1, got 0."],
])("%j is refused", ([more, message]) => {
  expect(() => checkRecord({ ...RECORD, ...more } as ResultRecord)).toThrow(message);
  expect(() => checkRecord({ ...RECORD, ...more } as ResultRecord)).toThrow(TypeError);
});

test.each([null, undefined, "a", 5])("%j is no record", (record) => {
  expect(() => checkRecord(record as never)).toThrow(
    "Expected a record from exportRecords(): the record must be an object",
  );
  expect(() => checkKeyedRecord(record as never)).toThrow("the record must be an object");
});

test("the names of a record of another face may be empty, but nothing else", () => {
  const record = { ...RECORD, key: "k", modelName: "", namespace: "" };
  expect(checkKeyedRecord(record)).toBe(record);
  expect(() => checkKeyedRecord({ ...record, modelName: "\ud800" })).toThrow("modelName of 'k' must be text");
  expect(() => checkKeyedRecord({ ...record, namespace: 5 as never })).toThrow("namespace of 'k' must be text");
  expect(() => checkKeyedRecord({ ...record, version: 0 })).toThrow("version of 'k'");
});
