import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { ADA } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";

/** Reads without a model, reads of many, and ids in descending order. */
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

  suite.case("ids are listed in descending order", async ({ backend, models: { Anything } }) => {
    const ids = Array.from({ length: 1300 }, (_, i) => `n/${String(i).padStart(4, "0")}`);
    await backend.setMany(
      [...ids, "n-", "\u{10000}", "\uffee"].map((id) => [id, 1]),
      { model: Anything },
    );
    const listed = async (options: object, prefix?: string): Promise<string[]> =>
      collect(backend.ids(prefix, { order: "desc", ...options }));
    const all = await backend.listIds();
    expect(await listed({})).toEqual(all.toReversed());
    expect(await listed({ limit: 1100 }, "n")).toEqual(ids.toReversed().slice(0, 1100));
    expect(await listed({ after: "n/1000" }, "n")).toEqual(ids.slice(0, 1000).reverse());
    expect(await listed({ after: "n/10001", limit: 2 })).toEqual(["n/1000", "n/0999"]);
    expect(await listed({ after: "a" })).toEqual([]);
    await expectClass(listed({ order: "down" }), TypeError);
  });
}
