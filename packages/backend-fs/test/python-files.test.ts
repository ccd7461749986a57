import { statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MemoryBackend, ModelRegistry } from "@results-manager/core";
import { failureOf, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { any, bigint, number, object } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Anything = registry.register("Anything", any());

/** A store with one file as Python's `json.dump` writes it, open. */
function storeWith(text: string | Uint8Array, file = "a.json"): FileBackend {
  const folder = tempFolder();
  ensureDirSync(dirname(join(folder, file)));
  writeFileSync(join(folder, file), text);
  return new FileBackend(folder, { registry, durability: "process" });
}

test.each([
  ["no namespace", '{"model_type": "Anything", "data": 1}'],
  ["a namespace that is null", '{"model_type": "Anything", "namespace": null, "data": 1}'],
  ["keys in another order", '{"data": 1, "namespace": "default", "model_type": "Anything"}'],
  ["keys of others", '{"model_type": "Anything", "namespace": "default", "data": 1, "host": "h", "by": {"x": 1}}'],
  ["times that are numbers", '{"model_type": "Anything", "data": 1, "created_at": 1700000000.5, "updated_at": 1}'],
  ["times that are null", '{"model_type": "Anything", "data": 1, "created_at": null, "expires_at": null}'],
  ["a version that is text", '{"model_type": "Anything", "data": 1, "version": "1.2"}'],
  ["types of another shape", '{"model_type": "Anything", "data": 1, "types": ["int"]}'],
  ["bytes of another meaning", '{"model_type": "Anything", "data": 1, "bytes": "none"}'],
])("a record with %s is read", async (_, text) => {
  await using results = storeWith(text);
  expect(await results.get("a")).toBe(1);
  expect(await results.info("a")).toMatchObject({ namespace: "default", version: 1, expiresAt: undefined });
});

test("times that are none are those of the file, whatever else looks like a record of ours", async () => {
  await using results = storeWith(
    '{"model_type": "Anything", "data": 1, "version": 1, "created_at": "yesterday", "updated_at": "2024-01-01T00:00:00.000Z"}',
  );
  const { createdAt, updatedAt } = await results.info("a");
  expect([Number.isNaN(createdAt.getTime()), updatedAt]).toEqual([false, new Date("2024-01-01T00:00:00.000Z")]);
  await using memory = new MemoryBackend({ registry });
  expect(await results.copyTo(memory)).toEqual({ copied: 1, skipped: 0 });
  expect((await memory.info("a")).createdAt).toEqual(createdAt);
});

test("numbers that JSON does not know are read, and copied", async () => {
  await using results = storeWith(
    '{"model_type": "Anything", "namespace": "default", "data": [NaN, Infinity, -Infinity, "NaN, Infinity", -0.0]}',
  );
  const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, "NaN, Infinity", -0];
  expect(await results.get("a")).toEqual(numbers);
  await using memory = new MemoryBackend({ registry });
  await results.copyTo(memory);
  expect(await memory.get("a")).toEqual(numbers);
});

test("large integers are exact, and written back so", async () => {
  const Big = registry.register("Big", object({ n: any(), fraction: number() }));
  await using results = storeWith(
    '{"model_type": "Big", "namespace": "default", "data": {"n": 9007199254740993, "fraction": 0.1234567890123456789}}',
  );
  expect(await results.get("a")).toEqual({ n: 9_007_199_254_740_993n, fraction: 0.12345678901234568 });
  await results.update("a", Big, (value) => ({ ...(value as { n: bigint; fraction: number }) }));
  expect(await results.get("a")).toEqual({ n: 9_007_199_254_740_993n, fraction: 0.12345678901234568 });
});

test.each([
  ["nested deeper than 1000 levels", "[".repeat(1500) + "]".repeat(1500)],
  ["nested deeper than 1000 levels, with NaN", `${"[".repeat(1500)}NaN${"]".repeat(1500)}`],
  ["an integer of 5000 digits", "7".repeat(5000)],
])("data that is %s is CORRUPT_RECORD", async (_, data) => {
  await using results = storeWith(`{"model_type": "Anything", "namespace": "default", "data": ${data}}`);
  await results.set("b", 1, { model: Anything });
  const [damaged, whole] = await Promise.allSettled([results.get("a"), results.get("b")]);
  expect(damaged).toMatchObject({ reason: { code: "CORRUPT_RECORD", id: "a", cause: expect.any(Error) } });
  expect(whole).toMatchObject({ value: 1 });
});

test("a record of ours that is nested too deep keeps no other from being copied", async () => {
  const at = '"2024-01-01T00:00:00.000Z"';
  const data = "[".repeat(100_000) + "]".repeat(100_000);
  await using results = storeWith(
    `{"model_type": "Anything", "data": ${data}, "version": 1, "created_at": ${at}, "updated_at": ${at}}`,
  );
  await results.set("b", 1, { model: Anything });
  await using memory = new MemoryBackend({ registry });
  expect(await results.copyTo(memory, { onError: () => {} })).toMatchObject({ copied: 1, failed: ["a"] });
});

test("large numbers of ours stay numbers", async () => {
  await using results = storeWith("");
  await results.set("big", 2 ** 60, { model: Anything });
  expect(await results.get("big")).toBe(2 ** 60);
  const Integer = registry.register("Integer", bigint());
  await results.set("integer", 2n ** 60n, { model: Integer });
  expect(await results.get("integer")).toBe(2n ** 60n);
});

test("times are those of the file where the record has none", async () => {
  const folder = tempFolder();
  const file = join(folder, "a.json");
  writeFileSync(file, '{"model_type": "Anything", "namespace": "default", "data": 1}');
  utimesSync(file, 1_600_000_000, 1_600_000_000);
  await using results = new FileBackend(folder, { registry, durability: "process" });
  expect(await results.info("a")).toMatchObject({
    createdAt: new Date("2020-09-13T12:26:40.000Z"),
    updatedAt: new Date("2020-09-13T12:26:40.000Z"),
  });
  await results.set("a", 2, { model: Anything, behavior: "overwrite" });
  expect((await results.info("a")).createdAt).toEqual(new Date("2020-09-13T12:26:40.000Z"));
  expect(statSync(file).size).toBeGreaterThan(0);
});

test.each([
  ["in data", '{"model_type": "Anything", "namespace": "default", "data": "', [0xe9], '"}'],
  ["half a character", '{"model_type": "Anything", "namespace": "default", "data": "', [0xe2, 0x82], '"}'],
])("bytes that are no UTF-8 are CORRUPT_RECORD, %s", async (_, before, bytes, after) => {
  await using results = storeWith(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]));
  expect(await failureOf(results.get("a"))).toMatchObject({
    code: "CORRUPT_RECORD",
    message: expect.stringMatching("UTF-8"),
  });
  expect(await results.set("a", 1, { model: Anything, behavior: "overwrite" })).toBe(true);
});

test("U+FFFD itself is a character", async () => {
  await using results = storeWith("");
  await results.set("b", "\ufffd", { model: Anything });
  expect(await results.get("b")).toBe("\ufffd");
});
