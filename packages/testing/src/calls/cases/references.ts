import { digest, memoize, ref } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { CallsSuite } from "../opened-calls.ts";

const THING = { big: "x".repeat(3_000), list: [[1]] };

/** References within the values of calls. */
export function callReferenceCases(suite: CallsSuite): void {
  suite.case("a call with references equals the call with the values themselves", async ({ calls }) => {
    const d = await calls.values.save(THING);
    const small = await calls.values.save("small");
    const key = await calls.save({
      name: "f",
      arguments: { config: { model: ref(d) }, small: [ref(small)] },
      result: [ref(d), ref(small)],
    });
    expect(key).toBe(calls.key({ name: "f", arguments: { config: { model: THING }, small: ["small"] } }));
    expect((await calls.load(key)).result?.digest).toBe(digest([THING, "small"]));
    expect(await collect(calls.query({ arguments: { config: { model: THING } } }))).toHaveLength(1);
    const result = await calls.getOrCompute(
      { name: "f", arguments: { config: { model: THING }, small: ["small"] } },
      () => 0,
    );
    expectSame(result, [THING, "small"]);
    await calls.gc();
    expectSame(await calls.values.load(digest([THING, "small"])), [THING, "small"]);
    const moved = await calls.transform((call) => ({ ...call, arguments: { all: [ref(d)] } }));
    expect(moved).toBe(1);
    expect(await calls.list()).toEqual([calls.key({ name: "f", arguments: { all: [THING] } })]);
    const absent = ref(digest("missing"));
    await expectCode(calls.save({ name: "g", arguments: { a: [absent] } }), "DIGEST_NOT_FOUND");
    await expectCode(
      calls.transform((call) => ({ ...call, result: [absent] })),
      "DIGEST_NOT_FOUND",
    );
    await expectCode(calls.save({ name: "g", arguments: {}, metadata: { m: { a: ref(d) } } }), "NOT_ROUND_TRIPPABLE");
    await expectCode(calls.save({ name: "g", arguments: {}, metadata: { m: { a: [ref(d)] } } }), "NOT_ROUND_TRIPPABLE");
  });

  suite.case(
    "a memoized function gets the value of a reference, and may return a reference",
    async ({ calls: storage }) => {
      const d = await storage.values.save(THING);
      let runs = 0;
      const size = memoize(
        (thing: unknown) => {
          runs++;
          return (thing as typeof THING).big.length;
        },
        { storage, name: "size" },
      );
      expect([await size(ref(d)), await size(THING), await size(ref(d))]).toEqual([3_000, 3_000, 3_000]);
      expect(runs).toBe(1);
      for (const [name, make, whole] of [
        ["reference", () => ref(d), THING],
        ["within", () => ({ model: ref(d) }), { model: THING }],
      ] as const) {
        const fn = memoize((): unknown => make(), { storage, name });
        for (const outcome of await Promise.all([fn(), fn()])) expectSame(outcome, whole);
        expectSame(await fn(), whole);
      }
      const lost = memoize((): unknown => [ref(digest("missing"))], { storage, name: "lost" });
      await expectCode(lost(), "DIGEST_NOT_FOUND");
      expect(await lost.contains()).toBe(false);
    },
  );
}
