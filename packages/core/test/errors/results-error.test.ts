import { expect, test } from "vitest";
import {
  BackendClosedError,
  CorruptRecordError,
  InvalidIdError,
  isResultsError,
  LockTimeoutError,
  ModelConflictError,
  ModelNotRegisteredError,
  ModelTooOldError,
  ModelUnknownError,
  NamespaceAmbiguousError,
  NotRoundTrippableError,
  RESULTS_ERROR_CODES,
  ResultDiffersError,
  ResultExistsError,
  ResultNotFoundError,
  ResultsError,
  StorageError,
  StoreNotFoundError,
  StoreTooNewError,
  UpgradeFailedError,
  ValidationError,
  ValueTooLargeError,
} from "../../src/index.ts";

const CAUSE = new Error("cause");

const ERRORS: readonly (readonly [
  error: ResultsError,
  name: string,
  code: string,
  id: string | undefined,
  message: RegExp,
])[] = [
  [
    new BackendClosedError({ face: "calls", place: "/data" }),
    "BackendClosedError",
    "BACKEND_CLOSED",
    undefined,
    /The store of calls in \/data is closed/,
  ],
  [
    new CorruptRecordError("a/b", "/data/a/b.json", "no JSON", CAUSE),
    "CorruptRecordError",
    "CORRUPT_RECORD",
    "a/b",
    /'a\/b' in \/data\/a\/b\.json is corrupt: no JSON.*overwrite.*delete/,
  ],
  [new InvalidIdError("..", "why"), "InvalidIdError", "INVALID_ID", "..", /"\.\." is not an id: why/],
  [new LockTimeoutError("k", 10), "LockTimeoutError", "LOCK_TIMEOUT", "k", /'k' was not free within 10 ms.*timeout/],
  [
    new ModelConflictError("M", "ns", "version 1 is registered, version 2 was passed"),
    "ModelConflictError",
    "MODEL_CONFLICT",
    undefined,
    /'ns' has another model 'M'/,
  ],
  [
    new ModelNotRegisteredError("M", "ns", ["a", "b"], "id"),
    "ModelNotRegisteredError",
    "MODEL_NOT_REGISTERED",
    "id",
    /No model 'M'.*'ns'.*registered in: a, b/,
  ],
  [
    new ModelNotRegisteredError("M", undefined, []),
    "ModelNotRegisteredError",
    "MODEL_NOT_REGISTERED",
    undefined,
    /in any namespace\. Register it/,
  ],
  [new ModelTooOldError("id", "M", 3, 2), "ModelTooOldError", "MODEL_TOO_OLD", "id", /version 3.*version 2/],
  [new ModelUnknownError("id"), "ModelUnknownError", "MODEL_UNKNOWN", "id", /\{ model \}.*Model\.parse/],
  [
    new NamespaceAmbiguousError("M", ["a", "b"]),
    "NamespaceAmbiguousError",
    "NAMESPACE_AMBIGUOUS",
    undefined,
    /a, b.*\{ namespace \}/,
  ],
  [
    new NotRoundTrippableError(["a", 0], "why", "id"),
    "NotRoundTrippableError",
    "NOT_ROUND_TRIPPABLE",
    "id",
    /at \$\.a\[0\], why/,
  ],
  [new ResultExistsError("id"), "ResultExistsError", "RESULT_EXISTS", "id", /'id'.*skip_if_exists.*overwrite/],
  [
    new ResultDiffersError("id", "why", { path: [], old: 1, new: 2 }, CAUSE),
    "ResultDiffersError",
    "RESULT_DIFFERS",
    "id",
    /'id'.*differs: why/,
  ],
  [new ResultNotFoundError("id"), "ResultNotFoundError", "RESULT_NOT_FOUND", "id", /'id'/],
  [new StorageError("full", { id: "id", cause: CAUSE }, "STORAGE_FULL"), "StorageError", "STORAGE_FULL", "id", /full/],
  [new StorageError("no"), "StorageError", "STORAGE_FAILED", undefined, /no/],
  [new StoreNotFoundError("/data"), "StoreNotFoundError", "STORE_NOT_FOUND", undefined, /'\/data'.*createIfMissing/],
  [new StoreTooNewError("/data", 3, 2), "StoreTooNewError", "STORE_TOO_NEW", undefined, /'\/data'.* 3;.* 2\. Update/],
  [
    new UpgradeFailedError("id", "M", 1, "why", CAUSE),
    "UpgradeFailedError",
    "UPGRADE_FAILED",
    "id",
    /version 1 of model 'M': why/,
  ],
  [
    new ValidationError("M", [{ message: "bad", path: ["a", { key: 0 }] }, { message: "worse" }], "id"),
    "ValidationError",
    "VALIDATION_FAILED",
    "id",
    /'id' does not fit model 'M': bad at \$\.a\[0\] \(and 1 more\)/,
  ],
  [
    new ValidationError("M", [{ message: "bad", path: ["a"] }]),
    "ValidationError",
    "VALIDATION_FAILED",
    undefined,
    /^The data does not fit model 'M': bad at \$\.a\.$/,
  ],
  [
    new ValueTooLargeError("id", "why", CAUSE),
    "ValueTooLargeError",
    "VALUE_TOO_LARGE",
    "id",
    /'id' is too large: why\. Store it in parts/,
  ],
];

test.each(ERRORS)("%s: name, code, id and message", (error, name, code, id, message) => {
  expect(error).toBeInstanceOf(ResultsError);
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.code, error.id]).toEqual([name, code, id]);
  expect(error.message).toMatch(message);
  expect(RESULTS_ERROR_CODES).toContain(code);
  expect(error.stack).toContain("results-error.test.ts");
});

test("a stack can be replaced, and is listed neither before nor after", () => {
  const error = new ResultNotFoundError("a");
  expect(Object.keys(error)).not.toContain("stack");
  error.stack = "first";
  error.stack = "second";
  const value = { value: "second", configurable: true, enumerable: false, writable: true };
  expect(Object.getOwnPropertyDescriptor(error, "stack")).toEqual(value);
});

test("the cause is kept where there is one, and absent where there is none", () => {
  const caused = ERRORS.map(([error]) => error).filter((error) => "cause" in error);
  expect(caused.map((error) => error.name)).toEqual([
    "CorruptRecordError",
    "ResultDiffersError",
    "StorageError",
    "UpgradeFailedError",
    "ValueTooLargeError",
  ]);
  for (const error of caused) expect(error.cause).toBe(CAUSE);
});

test("whoever catches RESULT_EXISTS by class catches RESULT_DIFFERS too", () => {
  expect(new ResultDiffersError("id", "why")).toBeInstanceOf(ResultExistsError);
});

test("codes are unique, upper-case and sorted", () => {
  expect([...new Set(RESULTS_ERROR_CODES)].sort()).toEqual(RESULTS_ERROR_CODES);
  for (const code of RESULTS_ERROR_CODES) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
});

test("isResultsError goes by the code, so errors of another copy or thread count", () => {
  const error = new ResultNotFoundError("id");
  expect(isResultsError(error)).toBe(true);
  expect(isResultsError(error, "RESULT_NOT_FOUND")).toBe(true);
  expect(isResultsError(error, "RESULT_EXISTS")).toBe(false);
  const foreign = Object.assign(new Error("from elsewhere"), { code: "RESULT_EXISTS" });
  expect(isResultsError(foreign)).toBe(true);
  expect(isResultsError({ code: "RESULT_EXISTS", message: "cloned" }, "RESULT_EXISTS")).toBe(true);
});

test.each([
  [undefined],
  [null],
  ["RESULT_EXISTS"],
  [7],
  [{}],
  [new Error("x")],
  [{ code: "ENOENT", message: "x" }],
  [{ code: "RESULT_EXISTS" }],
])("isResultsError(%j) is false", (value) => {
  expect(isResultsError(value)).toBe(false);
  expect(isResultsError(value, "RESULT_EXISTS")).toBe(false);
});
