import { digest, memoize, ref } from "@results-manager/core";
import { expectCaller, type FailingCalls } from "../../expect-caller.ts";
import type { CallsSuite, OpenedCalls } from "../opened-calls.ts";

const NONE = digest("none");

const FAILING: FailingCalls<OpenedCalls> = {
  save: ["DIGEST_NOT_FOUND", ({ calls }) => calls.save({ name: "f", arguments: { a: ref(NONE) } })],
  load: ["DIGEST_NOT_FOUND", ({ calls }) => calls.load(NONE)],
  "load of a short key": ["DIGEST_NOT_FOUND", ({ calls }) => calls.load(NONE.slice(0, 8))],
  "memoized call": ["NOT_ROUND_TRIPPABLE", ({ calls }) => memoize(() => () => 1, { storage: calls, name: "f" })()],
  "memoized call with arguments that are none": [
    "NOT_ROUND_TRIPPABLE",
    ({ calls }) => memoize((_: unknown) => 1, { storage: calls, name: "f" })(() => 1),
  ],
  transform: [
    "NOT_ROUND_TRIPPABLE",
    async ({ calls }) => {
      await calls.save({ name: "f", arguments: {} });
      return await calls.transform((call) => ({ ...call, result: () => 1 }));
    },
  ],
  "evict of a short key": ["DIGEST_NOT_FOUND", ({ calls }) => calls.evict(NONE.slice(0, 8))],
};

/** The stack of an error leads to the line that made the call, even when calls are batched. */
export function callerStackCases(suite: CallsSuite): void {
  for (const [name, [code, call]] of Object.entries(FAILING)) {
    suite.case(`the stack of a failed ${name} leads to its caller`, (store) => expectCaller(code, () => call(store)));
  }
}
