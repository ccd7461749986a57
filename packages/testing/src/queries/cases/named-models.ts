import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { ADA } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";
import { fill, registerScore, score } from "../scores.ts";

/** Schema without a JSON Schema, which accepts anything. */
const opaque = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const;

/** Abilities by which a name is known without its model and without any result. */
const DESCRIBED = ["retention", "description"] as const;

/** Queries that have the name of a model in the place of the model. */
export function namedModelCases(suite: Suite): void {
  suite.case("the name of a registered model is as good as the model", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    await fill(backend, Score, { a: { accuracy: 0.9 }, b: { accuracy: 0.1 } });
    const options = { where: { accuracy: { gt: 0.5 } } } as const;
    expect(await collect(backend.find("Score", options))).toEqual(await collect(backend.find(Score, options)));
    expect(await backend.explain("Score", options)).toEqual(await backend.explain(Score, options));
    expect(await collect(backend.entries(undefined, "Score"))).toEqual(
      await collect(backend.entries(undefined, Score)),
    );
  });

  suite.case("without the model, results are found as they were stored", async ({ backend, registry, models }) => {
    const Score = registerScore(registry);
    const scores = {
      a: { accuracy: 0.9, at: new Date(5) },
      b: { accuracy: Number.NaN },
      c: { accuracy: 0.1, tags: ["x"] },
    };
    await fill(backend, Score, scores);
    await backend.set("d", ADA, { model: models.Person });
    registry.clearRegistry();
    const found = await collect(backend.find("Score", { orderBy: ["-accuracy"] }));
    expect(found.map(({ id, value }) => [id, value])).toEqual([
      ["b", score(scores.b)],
      ["a", score(scores.a)],
      ["c", score(scores.c)],
    ]);
    expect(found[0]?.info.modelName).toBe("Score");
    const after = found[0]?.cursor;
    expect(await collect(backend.findIds("Score", { orderBy: ["-accuracy"], after, limit: 1 }))).toEqual(["a"]);
    expect(await backend.first("Score", { where: { at: { gt: new Date(1) } } })).toMatchObject({ id: "a" });
    expect(await backend.count("Score", { where: { "config.lr": 0.1, tokens: 5n } })).toBe(3);
    expect(await backend.count("Score", {})).toBe(3);
    expect(await backend.aggregate("Score", { groupBy: ["model"], max: ["tags.length"], sum: ["tokens"] })).toEqual([
      { group: { model: "opus" }, count: 3, max: { "tags.length": 1 }, sum: { tokens: 15n } },
    ]);
    for (const where of [{ "tags.0": "x" }, { "tags.-1": "x" }, { "tags.length": 1 }]) {
      expect(await collect(backend.findIds("Score", { where }))).toEqual(["c"]);
    }
    const explained = await backend.explain("Score", { where: { accuracy: 1, "tags.0": "x" }, orderBy: ["accuracy"] });
    expect(explained.sortedBy).toBe("memory");
    expect(explained.narrowedBy).toEqual(explained.looksAt === "all records" ? [] : ["accuracy"]);
    const selected = await collect(backend.find("Score", { select: ["tags.0"], where: { tags: { has: "x" } } }));
    expect(selected.map(({ value }) => value)).toEqual([{ "tags.0": "x" }]);
    expect((await collect(backend.entries(undefined, "Score"))).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  suite.case(
    "the schema in the store tells the fields",
    async ({ backend, registry }) => {
      const Score = registerScore(registry);
      await fill(backend, Score, { a: {} });
      await backend.set("b", { n: 1 }, { model: registry.register("Inferred", opaque) });
      registry.clearRegistry();
      for (const path of ["acuracy", "config.ir", "config.lr.x"]) {
        const { message } = await expectClass(backend.count("Score", { where: { [path]: 1 } }), TypeError);
        expect(message).toContain(`"${path}" of model 'Score'`);
      }
      expect((await expectClass(backend.first("Score", { orderBy: ["acuracy"] }), TypeError)).message).toContain(
        "Did you mean 'accuracy'?",
      );
      expect(await backend.count("Score", { where: { "at.anything": { exists: false } } })).toBe(1);
      expect(await backend.count("Inferred", { where: { m: { exists: false }, n: 1 } })).toBe(1);
    },
    DESCRIBED,
  );

  suite.case("old versions are neither upgraded nor validated", async ({ backend, registry }) => {
    const Old = registry.register("Run", v.object({ loss: v.string() }));
    await backend.set("a", { loss: "1" }, { model: Old });
    registry.clearRegistry();
    const Run = registry.register("Run", v.object({ loss: v.number(), model: v.optional(v.string(), "m") }), {
      version: 2,
      upgrade: { 1: ({ loss }) => ({ loss: Number(loss) }) },
    });
    await backend.set("b", { loss: 2 }, { model: Run });
    registry.clearRegistry();
    const values = (await collect(backend.find("Run"))).map(({ value }) => value);
    expect(values).toEqual([{ loss: "1" }, { loss: 2, model: "m" }]);
    expect(await collect(backend.findIds("Run", { where: { loss: "1" } }))).toEqual(["a"]);
    expect(await collect(backend.findIds("Run", { where: { model: "m" } }))).toEqual(["b"]);
  });

  suite.case(
    "a namespace chooses among models of one name",
    async ({ backend, registry }) => {
      const A = registry.register("Run", v.object({ a: v.number() }), { namespace: "a" });
      const B = registry.register("Run", v.object({ b: v.number() }), { namespace: "b" });
      await backend.set("a", { a: 1 }, { model: A });
      await backend.set("b", { b: 1 }, { model: B });
      await expectCode(collect(backend.find("Run")), "NAMESPACE_AMBIGUOUS");
      expect(await collect(backend.findIds("Run", { namespace: "b" }))).toEqual(["b"]);
      registry.clearRegistry();
      expect(await collect(backend.findIds("Run", { where: { or: [{ a: 1 }, { b: 1 }] } }))).toEqual(["a", "b"]);
      expect(await collect(backend.findIds("Run", { namespace: "b", where: { b: 1 } }))).toEqual(["b"]);
      await expectClass(backend.count("Run", { namespace: "b", where: { a: 1 } }), TypeError);
      expect((await collect(backend.entries(undefined, "Run", { namespace: "b" }))).map(({ id }) => id)).toEqual(["b"]);
    },
    DESCRIBED,
  );

  suite.case(
    "a name that the store does not have is refused, with those that it has",
    async (store) => {
      const { backend, models, registry } = store;
      const nothing = await expectCode(collect(backend.find("Persn")), "MODEL_NOT_REGISTERED");
      expect(nothing.message).toContain("The store has no results.");
      await backend.set("a", ADA, { model: models.Person });
      await backend.set("b", { count: 1 }, { model: models.Counter });
      registry.clearRegistry();
      for (const call of [
        () => collect(backend.find("Persn")),
        () => collect(backend.findIds("Persn")),
        () => collect(backend.entries(undefined, "Persn")),
        () => backend.first("Persn"),
        () => backend.count("Persn", {}),
        () => backend.aggregate("Persn"),
        () => backend.explain("Persn"),
        () => collect(backend.find("Person", { namespace: "other" })),
      ]) {
        const { message } = await expectCode(call(), "MODEL_NOT_REGISTERED");
        expect(message).toContain("of Counter, Person. Did you mean 'Person'?");
      }
      await expectClass(collect(backend.find("")), TypeError);
      await backend.delete("a");
      expect(await collect(backend.find("Person"))).toEqual([]);
      await backend.close();
      await expectCode(collect(backend.find("Person")), "BACKEND_CLOSED");
    },
    DESCRIBED,
  );
}
