import { isResultsError } from "@results-manager/core";
import { checkBytes, MAX_BYTES, toRow } from "@results-manager/sql";
import { expect, test } from "vitest";
import { sqliteError } from "../src/driver/sqlite-error.ts";
import { openRaw } from "./open-raw.ts";

const TOO_LARGE = { code: "VALUE_TOO_LARGE", id: "a/b" };

test("what a row cannot take is refused before it is handed to SQLite, which would cut the length of 2 GiB to none", () => {
  expect(() => checkBytes("a/b", MAX_BYTES)).not.toThrow();
  for (const bytes of [MAX_BYTES + 1, 2 ** 31, 2 ** 32]) {
    expect(() => checkBytes("a/b", bytes)).toThrow(expect.objectContaining(TOO_LARGE));
  }
  const content = { modelName: "m", namespace: "n", version: 1, createdAt: "", updatedAt: "" };
  const bytes = new (class extends Uint8Array {
    override get byteLength(): number {
      return 2 ** 31;
    }
  })();
  expect(() => toRow("a/b", { ...content, data: bytes })).toThrow(expect.objectContaining(TOO_LARGE));
});

test("text that JavaScript cannot make is refused with the error as its cause", () => {
  const content = { modelName: "m", namespace: "n", version: 1, createdAt: "", updatedAt: "" };
  const part = "x".repeat(2 ** 28);
  expect(() => toRow("a/b", { ...content, data: [part, part, part] })).toThrow(
    expect.objectContaining({ ...TOO_LARGE, cause: expect.any(RangeError) }),
  );
});

test("what SQLite itself finds too large has the code, too", () => {
  const raw = openRaw(":memory:");
  let refusal: unknown;
  try {
    raw.prepare("select zeroblob(1000000000)").get();
  } catch (error) {
    refusal = error;
  }
  raw.close();
  const error = sqliteError(refusal, "x.db", "a/b");
  expect(isResultsError(error, "VALUE_TOO_LARGE")).toBe(true);
  expect(error).toMatchObject({ id: "a/b", cause: { code: "SQLITE_TOOBIG" } });
});
