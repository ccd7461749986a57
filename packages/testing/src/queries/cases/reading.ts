import { expect } from "vitest";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { ADA } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";

/** Reads without a model, and reads of many. */
export function readingCases(suite: Suite): void {
  suite.case("inspect needs no model", async ({ backend, registry, models: { Person, Anything } }) => {
    const value = { at: new Date(5), big: 2n ** 70n, set: new Set([1]), none: undefined, zero: -0 };
    await backend.set("a", value, { model: Anything, ttlSeconds: 9 });
    await backend.set("b", ADA, { model: Person });
    const info = await backend.info("a");
    registry.clearRegistry();
    const { value: read, bytes, ...rest } = await backend.inspect("a");
    expectSame(read, value);
    expect(rest).toEqual(info);
    expect(bytes).toBeGreaterThan(20);
    expect((await backend.inspect(["b"])).bytes).toBe(Buffer.byteLength(`b${JSON.stringify(ADA)}`));
    await expectCode(backend.inspect("c"), "RESULT_NOT_FOUND");
    await expectCode(backend.inspect("."), "INVALID_ID");
  });

  suite.case("getMany returns an unregistered model as an error", async ({ backend, registry, models: { Person } }) => {
    await backend.set("a", ADA, { model: Person });
    registry.clearRegistry();
    expect(await backend.getMany(["a", "b"], undefined, { onError: "return" })).toEqual([
      { id: "a", error: expect.objectContaining({ code: "MODEL_NOT_REGISTERED" }) },
      { id: "b", value: undefined },
    ]);
    await expectClass(backend.getMany(["a"], Person, { onError: "skip" as "throw" }), TypeError);
  });
}
