import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { Suite } from "../../suite.ts";

/** Conditions larger and deeper than a statement of a database takes. */
export function largeConditionCases(suite: Suite): void {
  suite.case("a condition may be larger and deeper than a statement of a database", async ({ backend, registry }) => {
    const schema = v.object({ model: v.string(), accuracy: v.number() });
    const Run = registry.register("Run", schema, { index: ["accuracy"] });
    const runs = Array.from(
      { length: 50 },
      (_, i) => [`r/${i}`, { model: i % 2 ? "b" : "a", accuracy: i / 50 }] as const,
    );
    await backend.setMany(runs, { model: Run });
    const texts = Array.from({ length: 5000 }, (_, i) => `text ${i}`);
    let deep: object = { model: "a" };
    for (let i = 0; i < 400; i++)
      deep = i % 2 ? { and: [deep, { accuracy: { gte: 0 } }] } : { or: [deep, { model: `${i}` }] };
    for (const where of [
      { model: { in: [...texts, "a"] } },
      { or: [...texts, "a"].map((model) => ({ model })) },
      { and: [{ model: "a" }, ...texts.map((model) => ({ not: { and: [{ model }, { accuracy: 2 }] } }))] },
      deep,
    ]) {
      expect(await backend.count(Run, { where })).toBe(25);
      expect(await collect(backend.findIds(Run, { where, orderBy: ["-accuracy"], limit: 2 }))).toEqual([
        "r/48",
        "r/46",
      ]);
    }
  });
}
