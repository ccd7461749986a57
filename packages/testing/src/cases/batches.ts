import { expect } from "vitest";
import { expectClass, expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const BAD = { name: "no age" } as unknown as typeof ADA;

/** `setMany`, `getMany` and `deleteMany`. */
export function batchCases(suite: Suite): void {
  suite.always("empty batches do nothing", async ({ backend, models: { Person } }) => {
    expect(await backend.setMany([], { model: Person })).toEqual([]);
    expect(await backend.getMany([], Person)).toEqual([]);
    expect(await backend.deleteMany([])).toBe(0);
  });

  suite.always("anything but a list is a TypeError, also a string", async ({ backend, models: { Person } }) => {
    for (const bad of ["ab", { a: ADA }, 7, undefined]) {
      await expectClass(backend.setMany(bad as never, { model: Person }), TypeError);
      await expectClass(backend.getMany(bad as never, Person), TypeError);
      await expectClass(backend.deleteMany(bad as never), TypeError);
    }
    await expectClass(backend.setMany(["ab"] as never, { model: Person }), TypeError);
  });

  suite.case(
    "results have the order of the input, for every kind of iterable",
    async ({ backend, models: { Counter } }) => {
      const ids = Array.from({ length: 1000 }, (_, i) => `n/${(i * 7919) % 1000}`);
      const entries = new Map(ids.map((id, count) => [id, { count }]));
      expect(await backend.setMany(entries, { model: Counter })).toEqual(ids.map(() => true));
      const read = await backend.getMany(new Set(ids), Counter);
      expect(read.map((value) => value?.count)).toEqual(ids.map((_, i) => i));
      expect(await backend.deleteMany(ids.values())).toBe(1000);
    },
  );

  suite.case(
    "getMany returns undefined for a miss, and separate values for a repeated id",
    async ({ backend, models: { Person } }) => {
      await backend.set("a", ADA, { model: Person });
      const [a, miss, again] = await backend.getMany(["a", "b", "a"], Person);
      expect([a, miss, again]).toEqual([ADA, undefined, ADA]);
      expect(a).not.toBe(again);
    },
  );

  suite.case("deleteMany counts the existing ids", async ({ backend, models: { Person } }) => {
    await backend.setMany(
      [
        ["a", ADA],
        ["b", ADA],
        ["c", ADA],
      ],
      { model: Person },
    );
    expect(await backend.deleteMany(["a", "x", "b", "a"])).toBe(2);
    expect(await backend.listIds()).toEqual(["c"]);
  });

  suite.case("setMany treats each entry as set does", async ({ backend, models: { Person } }) => {
    await backend.set("b", BOB, { model: Person });
    const entries = [
      ["a", ADA],
      ["b", ADA],
      ["c", ADA],
    ] as const;
    expect(await backend.setMany(entries, { model: Person, behavior: "skip_if_exists" })).toEqual([true, false, true]);
    expect(await backend.getMany(["a", "b", "c"], Person)).toEqual([ADA, BOB, ADA]);
    expect(await backend.setMany(entries, { model: Person, behavior: "overwrite" })).toEqual([true, true, true]);
    expect(await backend.getMany(["a", "b", "c"], Person)).toEqual([ADA, ADA, ADA]);
    expect(await backend.setMany(entries, { model: Person, behavior: "raise_if_different" })).toEqual([
      true,
      true,
      true,
    ]);
  });

  suite.case("setMany writes a repeated id once and then finds it", async ({ backend, models: { Person } }) => {
    const entries = [
      ["a", ADA],
      ["/a/", BOB],
    ] as const;
    expect(await backend.setMany(entries, { model: Person, behavior: "skip_if_exists" })).toEqual([true, false]);
    expect(await backend.get("a", Person)).toEqual(ADA);
  });

  suite.case(
    "setMany writes the other entries when a behaviour refuses one",
    async ({ backend, models: { Person } }) => {
      await backend.setMany(
        [
          ["b", BOB],
          ["d", BOB],
        ],
        { model: Person },
      );
      const entries = ["a", "b", "c", "d", "e"].map((id) => [id, ADA] as const);
      const error = await expectCode(backend.setMany(entries, { model: Person }), "RESULT_EXISTS");
      expect(error.id).toBe("b");
      expect(await backend.getMany(["a", "b", "c", "d", "e"], Person)).toEqual([ADA, BOB, ADA, BOB, ADA]);
      const differs = await expectCode(
        backend.setMany(entries, { model: Person, behavior: "raise_if_different" }),
        "RESULT_DIFFERS",
      );
      expect(differs.id).toBe("b");
    },
  );

  suite.case(
    "setMany checks all entries first, and writes none if one is invalid",
    async ({ backend, models: { Person } }) => {
      for (const entries of [
        [
          ["a", ADA],
          ["b", BAD],
        ],
        [
          ["b", BAD],
          ["a", ADA],
        ],
      ] as const) {
        const error = await expectCode(
          backend.setMany(entries, { model: Person, behavior: "overwrite" }),
          "VALIDATION_FAILED",
        );
        expect(error.id).toBe("b");
      }
      expect(await backend.listIds()).toEqual([]);
    },
  );

  suite.case("setMany names the first of many invalid entries", async ({ backend, models: { Person } }) => {
    const entries = Array.from({ length: 4000 }, (_, i): [string, typeof ADA] => [
      `n/${i}`,
      i === 3 || i === 3500 ? BAD : ADA,
    ]);
    const error = await expectCode(backend.setMany(entries, { model: Person }), "VALIDATION_FAILED");
    expect(error.id).toBe("n/3");
    expect(await backend.listIds()).toEqual([]);
  });

  suite.case(
    "getMany fails when one record is unreadable, and the others remain readable",
    async ({ backend, models: { Person, Anything } }) => {
      await backend.setMany(
        [
          ["a", ADA],
          ["b", "no person"],
          ["c", ADA],
        ],
        { model: Anything },
      );
      const error = await expectCode(backend.getMany(["a", "b", "c"], Person), "VALIDATION_FAILED");
      expect(error.id).toBe("b");
      expect(await backend.getMany(["a", "c"], Person)).toEqual([ADA, ADA]);
    },
  );
}
