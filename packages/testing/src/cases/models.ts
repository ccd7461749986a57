import { ModelRegistry, type Parsed, type ParsedByModel, ValidationError } from "@results-manager/core";
import * as v from "valibot";
import { assert, expect } from "vitest";
import { expectClass, expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** Selection of the model of a result, and validation against it. */
export function modelCases(suite: Suite): void {
  suite.case("a parsed value can be stored without naming its model", async ({ backend, models: { Person } }) => {
    const person = Person.parse(ADA);
    expect(await backend.set("id", person)).toBe(true);
    expect(await backend.get("id")).toEqual(ADA);
    expect((await backend.info("id")).modelName).toBe("Person");
    expect(
      await backend.setMany([
        ["b", person],
        ["c", await Person.parseAsync(ADA)],
      ]),
    ).toEqual([true, true]);
    expect((await backend.info("c")).modelName).toBe("Person");
  });

  suite.always("names of models and namespaces must be well-formed text", async ({ backend, registry, models }) => {
    const schema = v.unknown();
    for (const name of ["", "a\ud800", "\udfff", "\udc00\ud800", 5, null, undefined, {}] as string[]) {
      expect(() => registry.register(name, schema)).toThrow(TypeError);
      if (name === undefined) continue; // The default namespace.
      expect(() => registry.register("Fine", schema, { namespace: name })).toThrow(TypeError);
      expect(() => registry.add(models.Anything, name)).toThrow(TypeError);
      const options = { model: models.Anything, namespace: name };
      await expectClass(backend.set("id", 1, options), TypeError);
      await expectClass(backend.setMany([["id", 1]], options), TypeError);
      const { model, namespace } = options;
      await expectClass(
        backend.update("id", model, () => 1, { namespace }),
        TypeError,
      );
      await expectClass(
        backend.getOrCompute("id", model, () => 1, { namespace }),
        TypeError,
      );
      const times = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
      const record = { id: "id", modelName: "Anything", namespace: "default", version: 1, data: 1, ...times };
      await expectClass(backend.importRecords([{ ...record, modelName: name }]), TypeError);
      await expectClass(backend.importRecords([{ ...record, namespace: name }]), TypeError);
    }
    expect(await backend.exists("id")).toBe(false);
    const paired = registry.register("\u{1f600}", schema, { namespace: "\u{1f600}" });
    await backend.set("id", "\ud800", { model: paired, namespace: "\u{1f600}" });
  });

  suite.case(
    "a value that was read can be stored without naming its model",
    async ({ backend, models: { Person } }) => {
      await backend.set("a", ADA, { model: Person });
      await backend.set("b", (await backend.get("a")) as ParsedByModel);
      await backend.set("c", (await backend.get("a", Person)) as Parsed<typeof ADA>);
      expect((await backend.info("b")).modelName).toBe("Person");
      expect((await backend.info("c")).modelName).toBe("Person");
    },
  );

  suite.case(
    "an explicit model takes precedence over the one that parsed the value",
    async ({ backend, models: { Person, Anything } }) => {
      await backend.set("id", Person.parse(ADA), { model: Anything });
      expect((await backend.info("id")).modelName).toBe("Anything");
    },
  );

  suite.always(
    "a value of unknown model is MODEL_UNKNOWN, and the message names both solutions",
    async ({ backend, models: { Person } }) => {
      const person = Person.parse(ADA);
      for (const value of [ADA, { ...person }, structuredClone(person)]) {
        const error = await expectCode(backend.set("id", value as typeof person), "MODEL_UNKNOWN");
        expect(error.message).toContain("{ model }");
        expect(error.message).toContain("parse");
        expect(error.id).toBe("id");
      }
      await expectCode(
        backend.setMany([
          ["a", person],
          ["b", ADA as typeof person],
        ]),
        "MODEL_UNKNOWN",
      );
      expect(await backend.exists("a")).toBe(false);
    },
  );

  suite.always(
    "a write of invalid data is VALIDATION_FAILED with the issues",
    async ({ backend, models: { Person } }) => {
      const bad = { name: 1, age: "x" } as unknown as typeof ADA;
      const error = await expectCode(backend.set("id", bad, { model: Person }), "VALIDATION_FAILED");
      assert(error instanceof ValidationError);
      expect(error.issues).toHaveLength(2);
      expect(error.message).toContain("Person");
      expect(error.message).toContain("$.name");
      expect(error.id).toBe("id");
      await expectCode(
        backend.update("id", Person, () => bad),
        "VALIDATION_FAILED",
      );
      await expectCode(
        backend.getOrCompute("id", Person, () => bad),
        "VALIDATION_FAILED",
      );
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.case("a parsed value that was changed is checked again", async ({ backend, models: { Person } }) => {
    const person = Person.parse(ADA);
    (person as { age: unknown }).age = "old";
    await expectCode(backend.set("id", person), "VALIDATION_FAILED");
    expect(await backend.exists("id")).toBe(false);
  });

  suite.case(
    "a read is validated with the stored model or with an explicit one",
    async ({ backend, registry, models: { Anything, Person } }) => {
      await backend.set("id", { name: "Ada" }, { model: Anything });
      const error = await expectCode(backend.get("id", Person), "VALIDATION_FAILED");
      assert(error instanceof ValidationError);
      expect(error.issues[0]?.path).toMatchObject([{ key: "age" }]);
      expect(error.id).toBe("id");
      await expectCode(backend.getMany(["id"], Person), "VALIDATION_FAILED");
      const Name = registry.register("Name", v.object({ name: v.string() }));
      expect(await backend.get("id", Name)).toEqual({ name: "Ada" });
    },
  );

  suite.case(
    "a model can read without being registered, whichever model wrote the record",
    async ({ backend, models: { Person } }) => {
      await backend.set("id", ADA, { model: Person });
      const Elsewhere = new ModelRegistry().register("Elsewhere", v.object({ name: v.string() }));
      expect(await backend.get("id", Elsewhere)).toEqual({ name: "Ada" });
    },
  );

  suite.always(
    "a schema in place of a model is a TypeError that names registerModel",
    async ({ backend, models: { Person } }) => {
      for (const bad of [Person.schema, "Person", null]) {
        const model = bad as unknown as typeof Person;
        expect((await expectClass(backend.get("id", model), TypeError)).message).toContain("registerModel");
        expect((await expectClass(backend.getMany([], model), TypeError)).message).toContain("registerModel");
      }
    },
  );

  suite.case("reading a missing id is RESULT_NOT_FOUND with the id", async ({ backend, models: { Person } }) => {
    const error = await expectCode(backend.get(["no", "such"], Person), "RESULT_NOT_FOUND");
    expect(error.id).toBe("no/such");
    expect(error.message).toContain("'no/such'");
    await expectCode(backend.get("no/such"), "RESULT_NOT_FOUND");
    await expectCode(backend.info("no/such"), "RESULT_NOT_FOUND");
  });

  suite.asynchronous("an asynchronous schema works in every call", async ({ backend, registry }) => {
    const schema = v.objectAsync({
      n: v.pipeAsync(
        v.number(),
        v.checkAsync(async (n) => (await n) > 0, "positive"),
      ),
    });
    const Slow = registry.register("Slow", schema);
    expect(await backend.set("a", { n: 1 }, { model: Slow })).toBe(true);
    expect(await backend.get("a", Slow)).toEqual({ n: 1 });
    expect(
      await backend.setMany(
        [
          ["b", { n: 2 }],
          ["c", { n: 3 }],
        ],
        { model: Slow },
      ),
    ).toEqual([true, true]);
    expect(await backend.getMany(["a", "b", "c"])).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await backend.update("a", Slow, (current) => ({ n: (current?.n ?? 0) + 9 }))).toEqual({ n: 10 });
    expect(await backend.getOrCompute("d", Slow, async () => ({ n: 4 }))).toEqual({ n: 4 });
    await expectCode(backend.set("e", { n: -1 }, { model: Slow }), "VALIDATION_FAILED");
    await expectCode(
      backend.setMany(
        [
          ["e", { n: 1 }],
          ["f", { n: -1 }],
        ],
        { model: Slow },
      ),
      "VALIDATION_FAILED",
    );
    expect(await backend.listIds()).toEqual(["a", "b", "c", "d"]);
  });
}
