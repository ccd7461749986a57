import { expect } from "vitest";
import type { Suite } from "../../suite.ts";
import { fill, registerScore } from "../scores.ts";

/** `aggregate`: groups and measures. */
export function aggregateCases(suite: Suite): void {
  suite.case("without groups there is one row, even of nothing", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    expect(await backend.aggregate(Score)).toEqual([{ group: {}, count: 0 }]);
    expect(await backend.aggregate(Score, { avg: ["accuracy"], sum: ["tokens"], min: ["at"] })).toEqual([
      { group: {}, count: 0, avg: { accuracy: null }, sum: { tokens: null }, min: { at: null } },
    ]);
    expect(await backend.aggregate(Score, { groupBy: ["model"] })).toEqual([]);
  });

  suite.case("measures go over the values of a group", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, {
      a: { model: "sonnet", accuracy: 0.5, tokens: 3n, at: new Date(5), note: "b" },
      b: { model: "opus", accuracy: 1, tokens: 2n ** 64n, note: null },
      c: { model: "sonnet", accuracy: 0.75, tokens: 4n, at: new Date(1), note: "a" },
      d: { model: "sonnet", accuracy: 9, tokens: 4n, at: new Date(1), note: "z" },
    });
    const rows = await backend.aggregate(Score, {
      groupBy: ["model"],
      where: { accuracy: { lt: 5 } },
      count: true,
      sum: ["tokens", "accuracy"],
      avg: ["accuracy", "tokens", "note" as "tokens"],
      min: ["at", "note"],
      max: ["accuracy", "note"],
    });
    expect(rows).toEqual([
      {
        group: { model: "opus" },
        count: 1,
        sum: { tokens: 2n ** 64n, accuracy: 1 },
        avg: { accuracy: 1, tokens: 2 ** 64, note: null },
        min: { at: new Date(0), note: null },
        max: { accuracy: 1, note: null },
      },
      {
        group: { model: "sonnet" },
        count: 2,
        sum: { tokens: 7n, accuracy: 1.25 },
        avg: { accuracy: 0.625, tokens: 3.5, note: null },
        min: { at: new Date(1), note: "a" },
        max: { accuracy: 0.75, note: "b" },
      },
    ]);
  });

  suite.case("groups are of equal values, and in their order", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, {
      a: { final: true, accuracy: 0, tags: ["x"] },
      b: { accuracy: -0, tags: ["y"] },
      c: { final: false, accuracy: Number.NaN, tags: ["x"] },
      d: { final: true, accuracy: Number.NaN, tags: [] },
    });
    const groups = async (...groupBy: ("final" | "accuracy" | "tags")[]): Promise<unknown> =>
      (await backend.aggregate(Score, { groupBy })).map(({ group, count }) => [group, count]);
    expect(await groups("final")).toEqual([
      [{}, 1],
      [{ final: false }, 1],
      [{ final: true }, 2],
    ]);
    expect(await groups("accuracy")).toEqual([
      [{ accuracy: 0 }, 2],
      [{ accuracy: Number.NaN }, 2],
    ]);
    expect(await groups("tags")).toEqual([
      [{ tags: [] }, 1],
      [{ tags: ["x"] }, 2],
      [{ tags: ["y"] }, 1],
    ]);
    expect(await groups("accuracy", "final")).toEqual([
      [{ accuracy: -0 }, 1],
      [{ accuracy: 0, final: true }, 1],
      [{ accuracy: Number.NaN, final: false }, 1],
      [{ accuracy: Number.NaN, final: true }, 1],
    ]);
  });
}
