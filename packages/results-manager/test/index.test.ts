import * as core from "@results-manager/core";
import { expect, test } from "vitest";
import * as umbrella from "../src/index.ts";

/** What only authors of backends need; they depend on core itself. */
const AUTHORS_ONLY: readonly string[] = [
  "CacheMixin",
  "CallsMixin",
  "DEFAULT_LOCK_TIMEOUT_MS",
  "DestructuringMixin",
  "MemoryStorage",
  "MutexTable",
  "PerKeyLockMixin",
  "ResultsMixin",
  "SerializingMixin",
  "StorageBase",
  "ValuesMixin",
  "VoidStorage",
  "allowsRemoval",
  "allowsWrite",
  "byKey",
  "bytesOf",
  "changeByKey",
  "compareCodePoints",
  "decodeValue",
  "encodeValue",
  "firstDifference",
  "applyChanges",
  "isExpired",
  "isPlaceable",
  "isReplaced",
  "isTypeTags",
  "isoTime",
  "lockMixin",
  "matchesPrefix",
  "yieldToEventLoop",
  "parsePythonJson",
  "parseTime",
  "placeOutcomes",
  "realTime",
  "planMoves",
  "sortByCodePoint",
  "takesAnyText",
  "takesDigests",
  "takesLeases",
  "shouldYield",
  "waitForTimeSlice",
  "unlessExpired",
];

test("everything a user of core needs is here, and the same", () => {
  const missing = Object.keys(core).filter((name) => !(name in umbrella));
  expect(missing.sort()).toEqual([...AUTHORS_ONLY].sort());
  const replaced = Object.entries(umbrella).filter(
    ([name, value]) => name in core && core[name as keyof typeof core] !== value,
  );
  expect(replaced.map(([name]) => name)).toEqual(["AsyncResultsManager"]);
});
