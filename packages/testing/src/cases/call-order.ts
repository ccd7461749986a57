import type { Parsed } from "@results-manager/core";
import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const BAD = { name: 1 } as unknown as typeof ADA;

/** Order of calls in one turn, none awaited in between. */
export function callOrderCases(suite: Suite): void {
  suite.case("a get after a set sees the value", async ({ backend, models: { Person } }) => {
    const stored = backend.set("id", ADA, { model: Person });
    expect(await backend.get("id", Person)).toEqual(ADA);
    expect(await stored).toBe(true);
  });

  suite.case(
    "reads and writes of one id are carried out in the order of the calls",
    async ({ backend, models: { Person } }) => {
      const model = Person;
      const behavior = "overwrite";
      expect(
        await Promise.all([
          backend.exists("id"),
          backend.set("id", ADA, { model }),
          backend.exists("id"),
          backend.get("id", Person),
          backend.set("id", BOB, { model, behavior }),
          backend.getMany(["id"], Person),
          backend.delete("id"),
          backend.exists("id"),
          backend.set("id", ADA, { model, behavior: "skip_if_exists" }),
          backend.set("id", BOB, { model, behavior: "skip_if_exists" }),
          backend.get("id", Person),
        ]),
      ).toEqual([false, true, true, ADA, true, [BOB], true, false, true, false, ADA]);
    },
  );

  suite.case(
    "a listing sees the effects of earlier calls",
    async ({ backend, models: { Person } }) => {
      const stored = [
        backend.set("a", ADA, { model: Person }),
        backend.set("b", ADA, { model: Person }),
        backend.delete("a"),
      ];
      expect(await backend.listIds()).toEqual(["b"]);
      await Promise.all(stored);
    },
    ["retention", "ordering"],
  );

  suite.case(
    "clear removes records of earlier writes",
    async ({ backend, models: { Person } }) => {
      const stored = backend.set("a", ADA, { model: Person });
      expect(await backend.clear()).toBe(1);
      await stored;
      expect(await backend.listIds()).toEqual([]);
    },
    ["retention", "ordering"],
  );

  suite.case(
    "clear keeps records of later writes",
    async ({ backend, models: { Person } }) => {
      await backend.set("old", ADA, { model: Person });
      const cleared = backend.clear();
      const stored = backend.set("new", BOB, { model: Person });
      expect(await cleared).toBe(1);
      expect(await stored).toBe(true);
      expect(await backend.listIds()).toEqual(["new"]);
    },
    ["retention", "ordering"],
  );

  suite.case("a listing completes while other calls continue without end", async ({ backend, models: { Counter } }) => {
    let done = false;
    const busy = ["a", "b", "c"].map(async (id) => {
      for (let count = 0; !done; count++) await backend.set(id, { count }, { model: Counter, behavior: "overwrite" });
    });
    await backend.get("a", Counter).catch(() => {});
    const listed = await backend.listIds();
    done = true;
    await Promise.all(busy);
    expect(listed).toEqual(["a", "b", "c"]);
  });

  suite.case("the last of many overwrites in one turn stays", async ({ backend, models: { Counter } }) => {
    const calls = Array.from({ length: 300 }, (_, count) =>
      backend.set("id", { count }, { model: Counter, behavior: "overwrite" }),
    );
    expect(await Promise.all(calls)).toEqual(calls.map(() => true));
    expect(await backend.get("id", Counter)).toEqual({ count: 299 });
  });

  suite.case("a failing call does not affect concurrent calls", async ({ backend, models: { Person, Anything } }) => {
    await backend.set("taken", ADA, { model: Person });
    const bad = [
      () => expectCode(backend.set("x", BAD, { model: Person }), "VALIDATION_FAILED"),
      () =>
        expectCode(
          backend.set("x", () => 1, { model: Anything }),
          "NOT_ROUND_TRIPPABLE",
        ),
      () => expectCode(backend.set("x", ADA as Parsed<typeof ADA>), "MODEL_UNKNOWN"),
      () => expectCode(backend.set("..", ADA, { model: Person }), "INVALID_ID"),
      () => expectCode(backend.set("taken", ADA, { model: Person }), "RESULT_EXISTS"),
      () => expectCode(backend.get("missing", Person), "RESULT_NOT_FOUND"),
      () =>
        expectCode(
          backend.update("taken", Person, () => BAD),
          "VALIDATION_FAILED",
        ),
    ];
    const good: Promise<boolean>[] = [];
    const failing = bad.flatMap((call, i) => {
      good.push(backend.set(`good/${i}`, BOB, { model: Person }));
      return [call(), call()];
    });
    await Promise.all(failing);
    expect(await Promise.all(good)).toEqual(good.map(() => true));
    expect(await backend.listIds()).toEqual([...good.map((_, i) => `good/${i}`), "taken"]);
    expect(await backend.get("taken", Person)).toEqual(ADA);
  });

  suite.case("the first of many writes of one id in one turn wins", async ({ backend, models: { Counter } }) => {
    const skipping = Array.from({ length: 50 }, (_, count) =>
      backend.set("skip", { count }, { model: Counter, behavior: "skip_if_exists" }),
    );
    expect(await Promise.all(skipping)).toEqual([true, ...Array(49).fill(false)]);
    const raising = Array.from({ length: 50 }, (_, count) => backend.set("raise", { count }, { model: Counter }));
    const outcomes = await Promise.allSettled(raising);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", ...Array(49).fill("rejected")]);
    expect(await backend.getMany(["skip", "raise"], Counter)).toEqual([{ count: 0 }, { count: 0 }]);
  });
}
