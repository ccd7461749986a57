import type { Model } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { expectClass, expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const schema = v.object({ n: v.number() });

/** Which namespace a write is for. */
export function namespaceWriteCases(suite: Suite): void {
  suite.case(
    "the default namespace where the model is registered there alone",
    async ({ backend, models: { Person } }) => {
      await backend.set("id", ADA, { model: Person });
      expect((await backend.info("id")).namespace).toBe("default");
    },
  );

  suite.case(
    "where the model is registered, another namespace before the default one",
    async ({ backend, registry }) => {
      const Run = registry.register("Run", schema);
      registry.add(Run, "lab");
      await backend.set("id", { n: 1 }, { model: Run });
      expect((await backend.info("id")).namespace).toBe("lab");
      await backend.set("parsed", Run.parse({ n: 1 }));
      expect((await backend.info("parsed")).namespace).toBe("lab");
    },
  );

  suite.case("the first of several others, unless strictNamespace", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "field");
    registry.add(Run, "default");
    await backend.set("id", { n: 1 }, { model: Run });
    expect((await backend.info("id")).namespace).toBe("lab");
  });

  suite.always("strictNamespace: several are NAMESPACE_AMBIGUOUS, and named", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "field");
    const options = { model: Run, strictNamespace: true };
    for (const write of [
      () => backend.set("id", { n: 1 }, options),
      () => backend.setMany([["id", { n: 1 }]], options),
      () => backend.update("id", Run, () => ({ n: 1 }), { strictNamespace: true }),
      () => backend.getOrCompute("id", Run, () => ({ n: 1 }), { strictNamespace: true }),
    ]) {
      const error = await expectCode(write(), "NAMESPACE_AMBIGUOUS");
      expect(error.message).toContain("lab");
      expect(error.message).toContain("field");
    }
    expect(await backend.exists("id")).toBe(false);
  });

  suite.case("strictNamespace: one besides the default is clear", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "default");
    await backend.set("id", { n: 1 }, { model: Run, strictNamespace: true });
    expect((await backend.info("id")).namespace).toBe("lab");
  });

  suite.case("the one that is given, strict or not", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "field");
    await backend.set("a", { n: 1 }, { model: Run, namespace: "field" });
    await backend.set("b", { n: 1 }, { model: Run, namespace: "field", strictNamespace: true });
    await backend.update("c", Run, () => ({ n: 1 }), { namespace: "field" });
    await backend.getOrCompute("d", Run, () => ({ n: 1 }), { namespace: "field" });
    for (const id of ["a", "b", "c", "d"]) expect((await backend.info(id)).namespace).toBe("field");
  });

  suite.always(
    "a namespace that is no name is a TypeError, and nothing is written",
    async ({ backend, models: { Person } }) => {
      for (const bad of ["", 5, null, {}, ["lab"]]) {
        const namespace = bad as string;
        await expectClass(backend.set("id", ADA, { model: Person, namespace }), TypeError);
        await expectClass(backend.setMany([["id", ADA]], { model: Person, namespace }), TypeError);
        await expectClass(
          backend.update("id", Person, () => ADA, { namespace }),
          TypeError,
        );
        await expectClass(
          backend.getOrCompute("id", Person, () => ADA, { namespace }),
          TypeError,
        );
      }
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.always("what is no model is a TypeError that says so", async ({ backend }) => {
    for (const bad of [schema, {}, "Person", () => true]) {
      const model = bad as unknown as Model;
      for (const write of [
        () => backend.set("id", { n: 1 }, { model }),
        () => backend.setMany([["id", { n: 1 }]], { model, namespace: "lab" }),
        () => backend.update("id", model, () => ({ n: 1 })),
        () => backend.getOrCompute("id", model, () => ({ n: 1 })),
      ]) {
        expect((await expectClass(write(), TypeError)).message).toContain("registerModel");
      }
    }
    expect(await backend.exists("id")).toBe(false);
  });

  suite.always(
    "a model that is registered nowhere any more is MODEL_NOT_REGISTERED",
    async ({ backend, registry, models: { Person } }) => {
      registry.clearRegistry();
      await expectCode(backend.set("id", ADA, { model: Person }), "MODEL_NOT_REGISTERED");
    },
  );
}
