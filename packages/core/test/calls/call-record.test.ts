import { expect, test } from "vitest";
import { callKey } from "../../src/calls/call-key.ts";
import {
  type CallData,
  callContent,
  callData,
  checkedCallData,
  digestsOfData,
  inlineResult,
  isOfText,
  storedCall,
} from "../../src/calls/call-record.ts";
import type { FoundRecord, StoredRecord } from "../../src/records/record.ts";
import { MemoryStorage } from "../../src/storage.ts";

const storage = new MemoryStorage();
const [A, B] = ["a".repeat(64), "b".repeat(64)];
const CALL: CallData = { name: "f", arguments: { x: A } };
const found = (data: unknown, types?: unknown) => ({ data, types, revision: 1 }) as unknown as NonNullable<FoundRecord>;
const read = (data: unknown, types?: unknown): CallData => callData(storage, "key", found(data, types));

test.for<Record<string, unknown>>([
  {},
  { module: "m", version: "1", fingerprint: "x", result: B },
  { arguments: {} },
  { arguments: { x: A, y: B } },
])("%j of a call is read", (more) => {
  const data = { ...CALL, ...more };
  expect(read(data)).toEqual(data);
  expect(checkedCallData(storage, callKey(data), found(data))).toEqual(data);
});

test.for<unknown>([
  null,
  "call",
  { ...CALL, name: 5 },
  { ...CALL, module: 5 },
  { ...CALL, version: 5 },
  { ...CALL, fingerprint: 5 },
  { ...CALL, arguments: null },
  { ...CALL, arguments: "x" },
  { ...CALL, arguments: { x: A, y: "short" } },
  { ...CALL, arguments: { x: A.toUpperCase() } },
  { ...CALL, arguments: { x: `${A}a` } },
  { ...CALL, arguments: { x: 5 } },
  { ...CALL, result: "short" },
  { ...CALL, result: null },
])("%j is no call", (data) => {
  expect(() => read(data)).toThrow(
    /^The record of 'key' in .* is corrupt: it is not a call\. Evict it, and save it again\.$/,
  );
});

test("a corrupt record says why", () => {
  const cause = new Error("torn");
  const corrupt = { corrupt: "it is torn", cause, revision: 1 };
  expect(() => callData(storage, "key", corrupt)).toThrow(expect.objectContaining({ code: "CORRUPT_RECORD", cause }));
  expect(() => callData(storage, "key", corrupt)).toThrow("it is torn");
  expect(() => read(CALL, { name: "Date" })).toThrow("its types do not fit its data");
  expect(() => checkedCallData(storage, B, found(CALL))).toThrow(`its key is ${callKey(CALL)}`);
});

test("the content of a call has its values, and reads back", () => {
  const data: CallData = { ...CALL, inline: { result: [new Date(5)] } };
  const content = callContent(data, 1_000, 2_000);
  expect(content).toMatchObject({ createdAt: new Date(1_000).toISOString(), expiresAt: 2_000 });
  expect(read(content.data, content.types)).toEqual(data);
});

test("the result in a record is found if the fingerprint is the same, or none is asked for", () => {
  const [plain, none] = [{ fingerprint: "x", inline: { result: [5] } }, { inline: {} }];
  const result = (data: unknown, fingerprint?: string, types?: unknown) =>
    inlineResult({ data, types } as never, fingerprint);
  expect(result(plain)).toEqual([5]);
  expect(result(plain, "x")).toEqual([5]);
  expect(result(plain, "y")).toBeUndefined();
  expect(result({ inline: { result: [5] } }, "x")).toBeUndefined();
  expect([result(none), result({}), result(null)]).toEqual([undefined, undefined, undefined]);
  expect(result({ inline: { result: ["5"] } }, undefined, { inline: { result: { "0": "bigint" } } })).toEqual([5n]);
  expect(result({ inline: { result: [5] } }, undefined, { other: "Date" })).toBeUndefined();
  expect([isOfText({}, undefined), isOfText({ fingerprint: "x" }, "x"), isOfText({}, "x")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("a stored call has the fields that its record has", () => {
  const times = { createdAt: new Date(1).toISOString(), updatedAt: new Date(2).toISOString() };
  const record = times as StoredRecord;
  const least = storedCall("key", CALL, record);
  expect(Object.keys(least)).toEqual(["key", "name", "arguments", "metadata", "createdAt", "updatedAt"]);
  expect(least).toMatchObject({ key: "key", name: "f", metadata: {}, createdAt: new Date(1), updatedAt: new Date(2) });
  expect(least.arguments.x?.digest).toBe(A);
  const identity = { name: "f", module: "m", version: "1", fingerprint: "x" };
  const metadata = { run: { id: 1 } };
  const most = storedCall(
    "key",
    { ...CALL, ...identity, result: B, inline: { metadata } },
    { ...record, expiresAt: 5 },
  );
  expect(most).toMatchObject({ ...identity, metadata, expiresAt: new Date(5), result: { digest: B } });
});

test("a call refers to its arguments, and to its result if it has one", () => {
  expect(digestsOfData(CALL)).toEqual([A]);
  expect(digestsOfData({ ...CALL, result: B })).toEqual([A, B]);
});
