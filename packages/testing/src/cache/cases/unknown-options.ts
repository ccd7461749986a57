import type { AsyncCacheBackend } from "@results-manager/core";
import { expect } from "vitest";
import { expectClass } from "../../expect-failure.ts";
import type { CacheSuite } from "../opened-cache.ts";

type Call = (cache: AsyncCacheBackend, options: object) => Promise<unknown>;

const MISSPELT: Readonly<Record<string, readonly [given: string, meant: string, call: Call]>> = {
  getValue: ["modle", "model", (cache, options) => cache.getValue("key", options)],
  multiGetValues: ["models", "model", (cache, options) => cache.multiGetValues([], options)],
  setValue: ["ttl", "ttlSeconds", (cache, options) => cache.setValue("key", 1, options)],
  multiSetValues: ["tag", "tags", (cache, options) => cache.multiSetValues([], options)],
  getOrCompute: ["ttlSecond", "ttlSeconds", (cache, options) => cache.getOrCompute("key", () => 1, options)],
};

/** Options that do not exist: a misspelt one must not be ignored. */
export function unknownCacheOptionCases(suite: CacheSuite): void {
  for (const [name, [given, meant, call]] of Object.entries(MISSPELT)) {
    suite.always(`${name} refuses '${given}', and names '${meant}'`, async ({ cache }) => {
      const error = await expectClass(call(cache, { [given]: 1 }), TypeError);
      expect(error.message).toContain(`'${given}' of ${name}`);
      expect(error.message).toContain(`'${meant}'`);
      expect(await cache.exists("key")).toBe(false);
    });
  }

  suite.always("getOrCompute takes its model before the function", async ({ cache, models: { Person } }) => {
    const options = { model: Person } as object;
    expect(
      (
        await expectClass(
          cache.getOrCompute("key", () => 1, options),
          TypeError,
        )
      ).message,
    ).toContain("'model'");
    const noModel = undefined as unknown as typeof Person;
    await expectClass(
      cache.getOrCompute("key", noModel, () => ({ name: "Ada", age: 36 })),
      TypeError,
    );
  });
}
