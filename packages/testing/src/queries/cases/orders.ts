import type { AsyncResultsBackend, FindOptions } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass } from "../../expect-failure.ts";
import type { OpenedStore } from "../../opened-store.ts";
import type { Suite } from "../../suite.ts";
import { fill, registerScore, type ScoreData, type ScoreModel } from "../scores.ts";

const SCORES: Readonly<Record<string, Partial<ScoreData>>> = {
  "a/1": { accuracy: 2, note: "b", final: false, at: new Date(5) },
  "a/2": { accuracy: 1, note: null, final: true },
  b: { accuracy: Number.NaN, note: "\ue000", tokens: 5n },
  c: { accuracy: Number.NEGATIVE_INFINITY, note: "\u{10000}", final: false },
  d: { accuracy: 1, note: "", at: new Date(Number.NaN) },
};
const ORDERS: readonly (readonly [orderBy: NonNullable<FindOptions<ScoreData>["orderBy"]>, found: string])[] = [
  [[], "a/1 a/2 b c d"],
  [["-id"], "d c b a/2 a/1"],
  [["accuracy"], "c a/2 d a/1 b"],
  [["-accuracy"], "b a/1 a/2 d c"],
  [["accuracy", "-id"], "c d a/2 a/1 b"],
  [["note"], "a/2 d a/1 b c"],
  [["final", "accuracy"], "d b c a/1 a/2"],
  [["-at", "id"], "d a/1 a/2 b c"],
  [["steps"], "a/1 a/2 b c d"],
  [["-$createdAt", "-id"], "d c b a/2 a/1"],
];

/** Orders, limits, and cursors that continue behind a result. */
export function orderCases(suite: Suite): void {
  suite.case("each order is total, and ties are ordered by id", async (store) => {
    const { backend, Score } = await filled(store);
    const found = await Promise.all(ORDERS.map(([orderBy]) => idsOf(backend, Score, { orderBy })));
    expect(found).toEqual(ORDERS.map(([, ids]) => ids));
  });

  suite.case("pages by cursors are all results in their order", async (store) => {
    const { backend, Score } = await filled(store);
    for (const [orderBy, found] of ORDERS) {
      const ids: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await collect(backend.find(Score, { orderBy, after, limit: 2 }));
        ids.push(...page.map(({ id }) => id));
        after = page.at(-1)?.cursor;
        if (page.length < 2) break;
      }
      expect(ids.join(" ")).toBe(found);
    }
  });

  suite.case("a cursor stays valid when its result is gone, and others came", async (store) => {
    const { backend, Score } = await filled(store);
    const first = await backend.first(Score, { orderBy: ["accuracy"] });
    await backend.delete("c");
    await fill(backend, Score, { e: { accuracy: 1.5 } });
    expect(await idsOf(backend, Score, { orderBy: ["accuracy"], after: first?.cursor })).toBe("a/2 d e a/1 b");
  });

  suite.case("a cursor of another order, or another text, is refused", async (store) => {
    const { backend, Score } = await filled(store);
    const first = await backend.first(Score, { orderBy: ["accuracy"] });
    for (const after of [
      first?.cursor,
      "a/1",
      "",
      Buffer.from('["[]"]').toString("base64url"),
      7 as unknown as string,
    ]) {
      const { message } = await expectClass(collect(backend.find(Score, { after })), TypeError);
      expect(message).toContain("after must be the cursor of a result of the same query");
    }
  });

  suite.case("limit and prefix select as for ids", async (store) => {
    const { backend, Score } = await filled(store);
    expect(await idsOf(backend, Score, { limit: 0 })).toBe("");
    expect(await idsOf(backend, Score, { limit: 2 })).toBe("a/1 a/2");
    expect(await idsOf(backend, Score, { prefix: "a", orderBy: ["accuracy"] })).toBe("a/2 a/1");
    expect(await idsOf(backend, Score, { prefix: ["a"], orderBy: ["-id"], limit: 1 })).toBe("a/2");
    await expectClass(idsOf(backend, Score, { limit: -1 }), RangeError);
  });

  suite.case("the first of many results is found with few of them held", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    const ids = Array.from({ length: 1500 }, (_, i) => `n${String(i).padStart(4, "0")}`);
    await fill(backend, Score, Object.fromEntries(ids.map((id, i) => [id, { accuracy: (i * 7919) % 1500 }])));
    const best = await collect(backend.find(Score, { orderBy: ["-accuracy"], limit: 5, select: ["accuracy"] }));
    expect(best.map(({ value }) => value.accuracy)).toEqual([1499, 1498, 1497, 1496, 1495]);
    const all = await collect(
      backend.find(Score, { orderBy: ["-accuracy"], after: best.at(-1)?.cursor, select: ["accuracy"] }),
    );
    expect(all.map(({ value }) => value.accuracy)).toEqual(Array.from({ length: 1495 }, (_, i) => 1494 - i));
  });
}

async function filled({
  backend,
  registry,
}: OpenedStore): Promise<{ backend: AsyncResultsBackend; Score: ScoreModel }> {
  const Score = registerScore(registry);
  await fill(backend, Score, SCORES);
  return { backend, Score };
}

async function idsOf(
  backend: AsyncResultsBackend,
  Score: ScoreModel,
  options: FindOptions<ScoreData>,
): Promise<string> {
  return (await collect(backend.findIds(Score, options))).join(" ");
}
