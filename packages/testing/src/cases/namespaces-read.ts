import * as v from "valibot";
import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import type { Suite } from "../suite.ts";

const schema = v.object({ n: v.number() });
const other = v.object({ n: v.pipe(v.number(), v.maxValue(0)) });

/** Namespace in which a read without a model looks for it. */
export function namespaceReadCases(suite: Suite): void {
  suite.case("a read looks for the model in the stored namespace", async ({ backend, registry }) => {
    const Lab = registry.register("Run", schema, { namespace: "lab" });
    registry.register("Run", other);
    await backend.set("id", { n: 1 }, { model: Lab });
    expect(await backend.get("id")).toEqual({ n: 1 });
    expect(await backend.getMany(["id"])).toEqual([{ n: 1 }]);
  });

  suite.case("a read with a namespace looks for the model there instead", async ({ backend, registry }) => {
    const Lab = registry.register("Run", schema, { namespace: "lab" });
    registry.register("Run", other, { namespace: "field" });
    await backend.set("id", { n: 1 }, { model: Lab });
    await expectCode(backend.get("id", undefined, { namespace: "field" }), "VALIDATION_FAILED");
    await expectCode(backend.getMany(["id"], undefined, { namespace: "field" }), "VALIDATION_FAILED");
    expect(await backend.get("id", undefined, { namespace: "lab" })).toEqual({ n: 1 });
  });

  suite.case("MODEL_NOT_REGISTERED names the other namespaces that have the model", async ({ backend, registry }) => {
    const Lab = registry.register("Run", schema, { namespace: "lab" });
    registry.register("Run", schema, { namespace: "field", version: 2 });
    await backend.set("id", { n: 1 }, { model: Lab });
    registry.clearRegistry("lab");
    const error = await expectCode(backend.get("id"), "MODEL_NOT_REGISTERED");
    expect(error.message).toContain("'Run'");
    expect(error.message).toContain("'lab'");
    expect(error.message).toMatch(/registered in: field/);
    expect(error.id).toBe("id");
    await expectCode(backend.getMany(["id"]), "MODEL_NOT_REGISTERED");
    await expectCode(backend.get("id", undefined, { namespace: "nowhere" }), "MODEL_NOT_REGISTERED");
  });

  suite.case("an explicit model validates, whichever model is stored", async ({ backend, registry }) => {
    const Lab = registry.register("Run", schema, { namespace: "lab" });
    const Field = registry.register("Run", other, { namespace: "field" });
    await backend.set("id", { n: 1 }, { model: Lab });
    registry.clearRegistry();
    expect(await backend.get("id", Lab)).toEqual({ n: 1 });
    await expectCode(backend.get("id", Field), "VALIDATION_FAILED");
  });

  suite.case("listing, info and delete need no model", async ({ backend, registry }) => {
    const Lab = registry.register("Run", schema, { namespace: "lab" });
    await backend.set("id", { n: 1 }, { model: Lab });
    registry.clearRegistry();
    expect(await backend.listIds()).toEqual(["id"]);
    expect(await backend.exists("id")).toBe(true);
    expect(await backend.info("id")).toMatchObject({ modelName: "Run", namespace: "lab" });
    expect(await backend.delete("id")).toBe(true);
  });
}
