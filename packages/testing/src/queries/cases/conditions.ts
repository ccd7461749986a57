import { field, type Where } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { Suite } from "../../suite.ts";
import { fill, registerScore, type ScoreData } from "../scores.ts";

const SCORES: Readonly<Record<string, Partial<ScoreData>>> = {
  a: { accuracy: 0.9, model: "opus", note: "ok", tokens: 7n, tags: ["x", "y"], seen: new Set(["s"]), final: true },
  b: { accuracy: -0, model: "sonnet", note: null, tokens: 2n ** 70n, tags: ["y"], steps: [{ loss: 3 }, { loss: 1 }] },
  c: { accuracy: Number.NaN, note: "100%_\\", at: new Date(1000), config: { lr: 0.2, optimizer: { name: "adam" } } },
  d: { accuracy: Number.POSITIVE_INFINITY, note: "", "gpt-4.1": { rank: 9 }, final: false, tags: ["", "x"] },
};

/** Each condition, and the ids that it finds. */
const CONDITIONS: readonly (readonly [title: string, where: Where<ScoreData>, found: string])[] = [
  ["an empty condition", {}, "abcd"],
  ["a literal", { model: "sonnet" }, "b"],
  ["null", { note: null }, "b"],
  ["eq of a number, -0 being 0", { accuracy: 0 }, "b"],
  ["eq of NaN", { accuracy: Number.NaN }, "c"],
  ["eq of a date", { at: new Date(1000) }, "c"],
  ["ne, also of a missing value", { final: { ne: true } }, "bcd"],
  ["in", { accuracy: { in: [0, Number.NaN, 5] } }, "bc"],
  ["in of nothing", { accuracy: { in: [] } }, ""],
  ["notIn", { note: { notIn: ["", null] } }, "ac"],
  ["gt, without NaN", { accuracy: { gt: 0.5 } }, "ad"],
  ["lte", { accuracy: { lte: 0.9 } }, "ab"],
  ["between", { accuracy: { between: [0, 0.9] } }, "ab"],
  ["a range of bigints", { tokens: { gt: 2n ** 64n } }, "b"],
  ["a range of dates", { at: { gte: new Date(1) } }, "c"],
  ["a range of text, without null", { note: { gte: "" } }, "acd"],
  ["several operators", { accuracy: { gte: 0, lt: 0.9 } }, "b"],
  ["exists", { "config.optimizer": { exists: true } }, "c"],
  ["exists: false", { final: { exists: false } }, "bc"],
  ["startsWith and endsWith", { note: { startsWith: "1", endsWith: "\\" } }, "c"],
  ["contains", { note: { contains: "%_" } }, "c"],
  ["like", { note: { like: "o_" } }, "a"],
  ["like with escapes", { note: { like: "%\\%\\_\\\\" } }, "c"],
  ["has in a list", { tags: { has: "x" } }, "ad"],
  ["has in a Set", { seen: { has: "s" } }, "a"],
  ["hasAny", { tags: { hasAny: ["", "y"] } }, "abd"],
  ["hasAll", { tags: { hasAll: ["x", "y"] } }, "a"],
  ["length", { tags: { length: 2 } }, "ad"],
  ["length of a Set", { seen: { length: { gte: 1 } } }, "a"],
  ["a range of lengths", { tags: { length: { between: [1, 1] } } }, "b"],
  ["the path of a length", { "steps.length": { gt: 1 } }, "b"],
  ["an index", { "steps.0.loss": 3 }, "b"],
  ["the last item", { "steps.-1.loss": { lt: 2 } }, "b"],
  ["a nested path", { "config.optimizer.name": "adam" }, "c"],
  ["a key with a dot", { [field("gpt-4.1", "rank")]: { gt: 5 } }, "d"],
  ["two fields", { model: "opus", final: false }, "d"],
  ["or", { or: [{ model: "sonnet" }, { final: true }] }, "ab"],
  ["or of nothing", { or: [] }, ""],
  ["and", { and: [{ model: "opus" }, { accuracy: { gt: 0 } }] }, "ad"],
  ["not", { not: { or: [{ model: "sonnet" }, { final: true }] } }, "cd"],
  ["the version", { $version: { gte: 2 } }, ""],
];

/** Conditions, each with the results that it finds. */
export function conditionCases(suite: Suite): void {
  suite.case("each condition finds what it says", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, SCORES);
    const found = await Promise.all(
      CONDITIONS.map(async ([title, where]) => [title, (await collect(backend.findIds(Score, { where }))).join("")]),
    );
    expect(found).toEqual(CONDITIONS.map(([title, , ids]) => [title, ids]));
  });

  suite.case("times of the record are compared", async ({ backend, registry, clock }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, { a: {} });
    const between = new Date(clock.now() + 5000);
    clock.advance(10);
    await fill(backend, Score, { b: {} });
    await backend.update("a", Score, (current) => ({ ...(current as ScoreData), accuracy: 1 }));
    expect(await collect(backend.findIds(Score, { where: { $createdAt: { lt: between } } }))).toEqual(["a"]);
    expect(await collect(backend.findIds(Score, { where: { $updatedAt: { gt: between } } }))).toEqual(["a", "b"]);
  });

  suite.case("a condition is copied at the first step", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, {}])));
    const at = new Date(0);
    const models: "opus"[] = ["opus"];
    let count = 0;
    for await (const _ of backend.find(Score, { where: { at, model: { in: models } } })) {
      at.setTime(5);
      models.pop();
      count++;
    }
    expect(count).toBe(40);
  });
}
