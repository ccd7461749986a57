import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass } from "../../expect-failure.ts";
import type { Suite } from "../../suite.ts";
import { registerScore } from "../scores.ts";

/** `explain`, and indexes of models: media without them find the same results. */
export function explainCases(suite: Suite): void {
  suite.case("explain tells how a query finds its results, and finds none", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    const plain = await backend.explain(Score);
    expect(plain).toEqual({ looksAt: plain.looksAt, index: undefined, narrowedBy: [], sortedBy: "id" });
    expect(["records of the model", "all records"]).toContain(plain.looksAt);
    const where = { accuracy: { gt: 0.5 }, "config.lr": 0.1 };
    const sorted = await backend.explain(Score, { where, orderBy: ["-accuracy"], limit: 3 });
    expect(sorted.sortedBy).toBe("memory");
    expect(sorted.narrowedBy).toEqual(plain.looksAt === "all records" ? [] : ["accuracy", "config.lr"]);
    const { message } = await expectClass(backend.explain(Score, { where: { acuracy: 1 } as never }), TypeError);
    expect(message).toContain("Did you mean 'accuracy'?");
  });

  suite.case("results of a model with indexes are found as those of any other", async ({ backend, registry }) => {
    const schema = v.object({ model: v.string(), accuracy: v.optional(v.number()) });
    const Run = registry.register("Run", schema, { index: ["accuracy", ["model", "accuracy"]] });
    const accuracies = [0.5, undefined, 0.5, 1, 0, 0.25, 0.5];
    await backend.set("r/0", { model: "a", accuracy: 0.5 }, { model: Run });
    await backend.setMany(
      accuracies.map((accuracy, i) => [`r/${i}`, { model: i % 2 ? "b" : "a", accuracy }] as const),
      { model: Run, behavior: "overwrite" },
    );
    await backend.update("r/3", Run, (run) => ({ ...run, model: "b", accuracy: 0.75 }));
    await backend.getOrCompute("r/7", Run, () => ({ model: "a" }));
    const found = async (options: object): Promise<string> =>
      (await collect(backend.findIds(Run, options))).map((id) => id.slice(2)).join("");
    expect(await found({ orderBy: ["-accuracy"] })).toBe("30265417");
    expect(await found({ orderBy: ["accuracy", "-id"], limit: 5 })).toBe("71456");
    expect(await found({ where: { model: "a" }, orderBy: ["-accuracy"], limit: 3 })).toBe("026");
    expect(await found({ where: { accuracy: 0.5 } })).toBe("026");
    expect(await backend.count(Run, { where: { accuracy: { gte: 0.5 } } })).toBe(4);
    const explained = await backend.explain(Run, { orderBy: ["-accuracy"], limit: 3 });
    expect(explained.sortedBy).toBe(explained.index ? "index" : "memory");
  });
}
