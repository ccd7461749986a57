import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const BAD = { name: 1 } as unknown as typeof ADA;

/** Calls of one turn that nobody awaits in between. */
export function callOrderCases(suite: Suite): void {
  suite.case("set then get: the get sees it", async ({ backend, models: { Person } }) => {
    const stored = backend.set("id", ADA, { model: Person });
    expect(await backend.get("id", Person)).toEqual(ADA);
    expect(await stored).toBe(true);
  });

  suite.case("reads and writes of one id happen in the order of the calls", async ({ backend, models: { Person } }) => {
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
  });

  suite.case(
    "a listing sees what was asked for before it",
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
    "clear removes what was written before it",
    async ({ backend, models: { Person } }) => {
      const stored = backend.set("a", ADA, { model: Person });
      expect(await backend.clear()).toBe(1);
      await stored;
      expect(await backend.listIds()).toEqual([]);
    },
    ["retention", "ordering"],
  );

  suite.case(
    "clear does not touch what was written after it",
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

  suite.case("a listing comes to its turn while others go on and on", async ({ backend, models: { Counter } }) => {
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

  suite.case("the last of many overwrites of one turn stays", async ({ backend, models: { Counter } }) => {
    const calls = Array.from({ length: 300 }, (_, count) =>
      backend.set("id", { count }, { model: Counter, behavior: "overwrite" }),
    );
    expect(await Promise.all(calls)).toEqual(calls.map(() => true));
    expect(await backend.get("id", Counter)).toEqual({ count: 299 });
  });

  suite.case("a call that fails does not fail its neighbours", async ({ backend, models: { Person, Anything } }) => {
    await backend.set("taken", ADA, { model: Person });
    const bad = [
      () => expectCode(backend.set("x", BAD, { model: Person }), "VALIDATION_FAILED"),
      () =>
        expectCode(
          backend.set("x", () => 1, { model: Anything }),
          "NOT_ROUND_TRIPPABLE",
        ),
      () => expectCode(backend.set("x", ADA), "MODEL_UNKNOWN"),
      () => expectCode(backend.set("..", ADA, { model: Person }), "INVALID_ID"),
      () => expectCode(backend.set("taken", ADA, { model: Person }), "RESULT_EXISTS"),
      () => expectCode(backend.get("nobody", Person), "RESULT_NOT_FOUND"),
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

  suite.case("of many who write one id in one turn, the first wins", async ({ backend, models: { Counter } }) => {
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
