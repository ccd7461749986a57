import { collect } from "../../collect.ts";
import { expectCaller, type FailingCalls } from "../../expect-caller.ts";
import type { CacheSuite, OpenedCache } from "../opened-cache.ts";

const FAILING: FailingCalls<OpenedCache> = {
  getValue: ["VALIDATION_FAILED", ({ cache, models: { Counter } }) => cache.getValue("there", { model: Counter })],
  multiGetValues: [
    "VALIDATION_FAILED",
    ({ cache, models: { Counter } }) => cache.multiGetValues(["there"], { model: Counter }),
  ],
  setValue: ["NOT_ROUND_TRIPPABLE", ({ cache }) => cache.setValue("new", () => 1)],
  multiSetValues: ["NOT_ROUND_TRIPPABLE", ({ cache }) => cache.multiSetValues([["new", () => 1]])],
  exists: ["INVALID_KEY", ({ cache }) => cache.exists("")],
  delete: ["INVALID_KEY", ({ cache }) => cache.delete("")],
  incr: ["NOT_AN_INTEGER", ({ cache }) => cache.incr("there")],
  touch: ["INVALID_KEY", ({ cache }) => cache.touch("", 1)],
  getOrCompute: ["NOT_ROUND_TRIPPABLE", ({ cache }) => cache.getOrCompute("new", () => () => 1)],
  "getOrCompute of invalid data": [
    "VALIDATION_FAILED",
    ({ cache, models: { Counter } }) => cache.getOrCompute("new", Counter, () => "none" as never),
  ],
  invalidateTag: ["INVALID_KEY", ({ cache }) => cache.invalidateTag("")],
  keys: ["INVALID_KEY", ({ cache }) => collect(cache.keys("\ud800"))],
  entries: ["INVALID_KEY", ({ cache }) => collect(cache.entries("\ud800"))],
  clear: ["INVALID_KEY", ({ cache }) => cache.clear("\ud800")],
};

/** The stack of an error leads to the line that made the call, even when calls are batched. */
export function callerStackCases(suite: CacheSuite): void {
  for (const [name, [code, call]] of Object.entries(FAILING)) {
    const register = name === "entries" ? suite.asynchronous : suite.case;
    register.call(suite, `the stack of a failed ${name} leads to its caller`, async (store) => {
      await store.cache.setValue("there", "text");
      await expectCaller(code, () => call(store));
    });
  }
}
