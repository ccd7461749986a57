import { expect } from "vitest";
import { expectClass } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const OUT_OF_RANGE: readonly number[] = [
  0,
  -0,
  -1,
  -0.001,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e300,
];
const NO_NUMBERS: readonly unknown[] = ["5", null, 5n, {}, new Date(), true];

/** Valid and invalid values of `ttlSeconds`. */
export function ttlArgumentCases(suite: Suite): void {
  const rows = [
    ...OUT_OF_RANGE.map((ttl) => [ttl, RangeError] as const),
    ...NO_NUMBERS.map((ttl) => [ttl, TypeError] as const),
  ];
  for (const [ttl, expected] of rows) {
    suite.always(
      `${typeof ttl} ${String(ttl)} is a ${expected.name}, and nothing is changed`,
      async ({ backend, models: { Person } }) => {
        const ttlSeconds = ttl as number;
        let calls = 0;
        const make = (): typeof ADA => {
          calls++;
          return ADA;
        };
        await expectClass(backend.set("id", ADA, { model: Person, ttlSeconds }), expected);
        await expectClass(backend.setMany([["id", ADA]], { model: Person, ttlSeconds }), expected);
        await expectClass(backend.update("id", Person, make, { ttlSeconds }), expected);
        await expectClass(backend.getOrCompute("id", Person, make, { ttlSeconds }), expected);
        expect(calls).toBe(0);
        expect(await backend.exists("id")).toBe(false);
      },
    );
  }

  suite.case("any positive finite number is a valid ttl", async ({ backend, clock, models: { Person } }) => {
    for (const ttlSeconds of [1e-9, 0.0015, 1, 1e9]) {
      await backend.set("id", ADA, { model: Person, ttlSeconds, behavior: "overwrite" });
      expect((await backend.info("id")).expiresAt?.getTime()).toBe(clock.now() + Math.ceil(ttlSeconds * 1000));
    }
    await backend.set("id", ADA, { model: Person, ttlSeconds: undefined, behavior: "overwrite" });
    expect((await backend.info("id")).expiresAt).toBeUndefined();
  });
}
