import type { Model } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { expectClass, expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const schema = v.object({ n: v.number() });

/** Namespace of a write. */
export function namespaceWriteCases(suite: Suite): void {
  suite.case(
    "a model that is only in the default namespace is stored under that one",
    async ({ backend, models: { Person } }) => {
      await backend.set("id", ADA, { model: Person });
      expect((await backend.info("id")).namespace).toBe("default");
    },
  );

  suite.case("another namespace of the model takes precedence over the default one", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema);
    registry.add(Run, "lab");
    await backend.set("id", { n: 1 }, { model: Run });
    expect((await backend.info("id")).namespace).toBe("lab");
    await backend.set("parsed", Run.parse({ n: 1 }));
    expect((await backend.info("parsed")).namespace).toBe("lab");
  });

  suite.case(
    "the first of several other namespaces is taken, unless strictNamespace is set",
    async ({ backend, registry }) => {
      const Run = registry.register("Run", schema, { namespace: "lab" });
      registry.add(Run, "field");
      registry.add(Run, "default");
      await backend.set("id", { n: 1 }, { model: Run });
      expect((await backend.info("id")).namespace).toBe("lab");
    },
  );

  suite.always(
    "with strictNamespace, several namespaces are NAMESPACE_AMBIGUOUS and named",
    async ({ backend, registry }) => {
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
    },
  );

  suite.case("with strictNamespace, one namespace besides the default is taken", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "default");
    await backend.set("id", { n: 1 }, { model: Run, strictNamespace: true });
    expect((await backend.info("id")).namespace).toBe("lab");
  });

  suite.case("an explicit namespace is taken, with and without strictNamespace", async ({ backend, registry }) => {
    const Run = registry.register("Run", schema, { namespace: "lab" });
    registry.add(Run, "field");
    await backend.set("a", { n: 1 }, { model: Run, namespace: "field" });
    await backend.set("b", { n: 1 }, { model: Run, namespace: "field", strictNamespace: true });
    await backend.update("c", Run, () => ({ n: 1 }), { namespace: "field" });
    await backend.getOrCompute("d", Run, () => ({ n: 1 }), { namespace: "field" });
    for (const id of ["a", "b", "c", "d"]) expect((await backend.info(id)).namespace).toBe("field");
  });

  suite.always(
    "an invalid namespace is a TypeError, and nothing is written",
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

  suite.always("a value that is not a model is a TypeError that says so", async ({ backend }) => {
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
    "a model that is no longer registered is MODEL_NOT_REGISTERED",
    async ({ backend, registry, models: { Person } }) => {
      registry.clearRegistry();
      await expectCode(backend.set("id", ADA, { model: Person }), "MODEL_NOT_REGISTERED");
    },
  );
}
