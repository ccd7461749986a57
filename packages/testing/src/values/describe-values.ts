import { describe } from "vitest";
import { digestKeyCases } from "../digest-keys.ts";
import { Suite } from "../suite.ts";
import { aliasCases } from "./cases/aliases.ts";
import { boundCases } from "./cases/bounds.ts";
import { callerStackCases } from "./cases/caller-stack.ts";
import { closeCases } from "./cases/close.ts";
import { closeMidwayCases } from "./cases/close-midway.ts";
import { copyCases } from "./cases/copies.ts";
import { corruptionCases } from "./cases/corruption.ts";
import { fakedTimeCases } from "./cases/faked-time.ts";
import { garbageCases } from "./cases/garbage.ts";
import { referenceCases } from "./cases/references.ts";
import { reuseCases } from "./cases/reuses.ts";
import { sharingCases } from "./cases/sharing.ts";
import { typeCases } from "./cases/types.ts";
import { valueCases } from "./cases/values.ts";
import { type OpenedValues, type ValuesSuite, withValues } from "./opened-values.ts";
import type { ValuesUnderTest } from "./values-under-test.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: ValuesSuite) => void])[] = [
  ["save, load", valueCases],
  ["keys", (suite) => digestKeyCases(suite, ({ values }) => [values, (i) => values.save(i)], true)],
  ["aliases", aliasCases],
  ["copies", copyCases],
  ["gc", garbageCases],
  ["references", referenceCases],
  ["countReuses", reuseCases],
  ["registered types", typeCases],
  ["bounds", boundCases],
  ["corrupt records", corruptionCases],
  ["several storages on one store, reopening", sharingCases],
  ["stacks of errors", callerStackCases],
  ["close", closeCases],
  ["close midway", closeMidwayCases],
  ["faked time", fakedTimeCases],
];

/**
 * Tests with vitest that a storage keeps every guarantee of `ValueStorage`.
 *
 * Abilities that are lacking are declared in `lacks`, each with the reason; the cases that need one are reported as skipped.
 *
 * @example
 * ```ts
 * describeValues({
 *   name: "MemoryValues",
 *   open: async (context) => {
 *     const values = new MemoryValues(context);
 *     return { values, dispose: () => values.close() };
 *   },
 *   lacks: { persistence: "memory ends with the process", sharing: "…", corruption: "…" },
 * });
 * ```
 */
export function describeValues(subject: ValuesUnderTest): void {
  describe(subject.name, () => {
    const suite = new Suite<OpenedValues>(subject.lacks, (body) => withValues(subject, body));
    for (const [title, register] of GROUPS) describe(title, () => register(suite));
  });
}
