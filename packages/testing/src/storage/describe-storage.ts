import { describe } from "vitest";
import { Suite } from "../suite.ts";
import { batchCases } from "./cases/batches.ts";
import { byteCases } from "./cases/bytes.ts";
import { changeCases } from "./cases/changes.ts";
import { readCases } from "./cases/reads.ts";
import { removalCases } from "./cases/removals.ts";
import { scanProperties } from "./cases/scan-properties.ts";
import { scanCases } from "./cases/scans.ts";
import { storeCases } from "./cases/stores.ts";
import { writeCases } from "./cases/writes.ts";
import { type OpenedStorage, type StorageSuite, withStorage } from "./opened-storage.ts";
import type { StorageUnderTest } from "./storage-under-test.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: StorageSuite) => void])[] = [
  ["read, has", readCases],
  ["write", writeCases],
  ["change", changeCases],
  ["remove, wipe", removalCases],
  ["scan", scanCases],
  ["bytes", byteCases],
  ["batches, close", batchCases],
  ["spaces and stores", storeCases],
  ["property: scans", scanProperties],
];

/**
 * Tests with vitest that a medium keeps the contract of `StorageBackend`, on which every face is built. A fault of a medium fails here as
 * what it is, and in the suites of the faces as its consequences: run this suite first.
 *
 * Abilities that are lacking are declared in `lacks`, each with the reason; the cases that need one are reported as skipped.
 *
 * @example
 * ```ts
 * describeStorage({
 *   name: "MemoryStorage",
 *   open: async (context) => {
 *     const storage = new MemoryStorage(context);
 *     return { storage, dispose: () => storage.close() };
 *   },
 *   lacks: { persistence: "memory ends with the process", sharing: "…", corruption: "…" },
 * });
 * ```
 */
export function describeStorage(subject: StorageUnderTest): void {
  describe(subject.name, () => {
    const suite = new Suite<OpenedStorage>(subject.lacks, (body) => withStorage(subject, body));
    for (const [title, register] of GROUPS) describe(title, () => register(suite));
  });
}
