import { digest } from "@results-manager/core";
import { expectCaller, type FailingCalls } from "../../expect-caller.ts";
import type { OpenedValues, ValuesSuite } from "../opened-values.ts";

const NONE = digest("none");

const FAILING: FailingCalls<OpenedValues> = {
  save: ["NOT_ROUND_TRIPPABLE", ({ values }) => values.save(() => 1)],
  load: ["DIGEST_NOT_FOUND", ({ values }) => values.load(NONE)],
  "load of a short key": ["DIGEST_NOT_FOUND", ({ values }) => values.load(NONE.slice(0, 8))],
  expand: ["DIGEST_NOT_FOUND", ({ values }) => values.expand(NONE.slice(0, 8))],
  shrink: ["DIGEST_NOT_FOUND", ({ values }) => values.shrink(NONE)],
  "evict of a short key": ["DIGEST_NOT_FOUND", ({ values }) => values.evict(NONE.slice(0, 8))],
  gc: ["DIGEST_NOT_FOUND", ({ values }) => values.gc([NONE.slice(0, 8)])],
};

/** The stack of an error leads to the line that made the call, even when calls are batched. */
export function callerStackCases(suite: ValuesSuite): void {
  for (const [name, [code, call]] of Object.entries(FAILING)) {
    suite.case(`the stack of a failed ${name} leads to its caller`, (store) => expectCaller(code, () => call(store)));
  }
}
