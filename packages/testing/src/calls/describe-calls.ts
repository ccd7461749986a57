import { describe } from "vitest";
import { digestKeyCases } from "../digest-keys.ts";
import { Suite } from "../suite.ts";
import type { CallsUnderTest } from "./calls-under-test.ts";
import { asyncContextCases } from "./cases/async-context.ts";
import { callerStackCases } from "./cases/caller-stack.ts";
import { callCases } from "./cases/calls.ts";
import { closeCases } from "./cases/close.ts";
import { closeMidwayCases } from "./cases/close-midway.ts";
import { copyCases } from "./cases/copies.ts";
import { corruptionCases } from "./cases/corruption.ts";
import { fakedTimeCases } from "./cases/faked-time.ts";
import { fingerprintCases } from "./cases/fingerprint.ts";
import { firstResultCases } from "./cases/first-result.ts";
import { garbageCases } from "./cases/garbage.ts";
import { memoizeCases } from "./cases/memoize.ts";
import { memoizeArgumentCases } from "./cases/memoize-arguments.ts";
import { memoizeMethodCases } from "./cases/memoize-methods.ts";
import { memoizeOptionCases } from "./cases/memoize-options.ts";
import { memoizeWaiterCases } from "./cases/memoize-waiters.ts";
import { ownWorkCases } from "./cases/own-work.ts";
import { queryCases } from "./cases/query.ts";
import { queryWhereCases } from "./cases/query-where.ts";
import { callReferenceCases } from "./cases/references.ts";
import { refusedCallCases } from "./cases/refused-calls.ts";
import { transformCases } from "./cases/transform.ts";
import { callTypeCases } from "./cases/types.ts";
import { type CallsSuite, type OpenedCalls, withCalls } from "./opened-calls.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: CallsSuite) => void])[] = [
  ["save, load", callCases],
  ["refused calls", refusedCallCases],
  [
    "keys",
    (suite) => digestKeyCases(suite, ({ calls }) => [calls, (i) => calls.save({ name: "f", arguments: { i } })]),
  ],
  ["query", queryCases],
  ["copies", copyCases],
  ["query: conditions", queryWhereCases],
  ["transform", transformCases],
  ["memoize", memoizeCases],
  ["memoize: options", memoizeOptionCases],
  ["memoize: arguments", memoizeArgumentCases],
  ["memoize: methods", memoizeMethodCases],
  ["memoize: waiters", memoizeWaiterCases],
  ["getOrCompute: the first result", firstResultCases],
  ["fingerprint", fingerprintCases],
  ["references", callReferenceCases],
  ["registered types", callTypeCases],
  ["functions that request their own result", ownWorkCases],
  ["gc, prune", garbageCases],
  ["corrupt records", corruptionCases],
  ["stacks of errors", callerStackCases],
  ["close", closeCases],
  ["close midway", closeMidwayCases],
  ["faked time", fakedTimeCases],
  ["async context", asyncContextCases],
];

/**
 * Tests with vitest that a storage, and the functions memoized on it, keep every guarantee of `CallStorage`.
 *
 * Abilities that are lacking are declared in `lacks`, each with the reason; the cases that need one are reported as skipped.
 *
 * @example
 * ```ts
 * describeCalls({
 *   name: "MemoryCalls",
 *   open: async (context) => {
 *     const calls = new MemoryCalls(context);
 *     return { calls, dispose: () => calls.close() };
 *   },
 *   lacks: { persistence: "memory ends with the process", sharing: "…", corruption: "…" },
 * });
 * ```
 */
export function describeCalls(subject: CallsUnderTest): void {
  describe(subject.name, () => {
    const suite = new Suite<OpenedCalls>(subject.lacks, (body) => withCalls(subject, body));
    for (const [title, register] of GROUPS) describe(title, () => register(suite));
  });
}
