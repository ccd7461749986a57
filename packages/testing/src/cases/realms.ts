import * as v from "valibot";
import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import { FAKED_DATES, whileDateIsFaked } from "../faked-date.ts";
import { foreignInstances, foreignValues } from "../foreign-values.ts";
import type { Suite } from "../suite.ts";

/** Values of another realm or of another `Date`. */
export function realmCases(suite: Suite): void {
  for (const [name, foreign, own] of foreignValues()) {
    suite.case(`${name} of another realm is read as a value of this one`, async ({ backend, models: { Anything } }) => {
      const model = Anything;
      await backend.set("set", { foreign }, { model });
      await backend.setMany([["setMany", { foreign }]], { model });
      await backend.update("update", model, () => ({ foreign }));
      await backend.getOrCompute("getOrCompute", model, () => ({ foreign }));
      for (const id of ["set", "setMany", "update", "getOrCompute"])
        expectSame(await backend.get(id), { foreign: own });
      expect(await backend.set("set", { foreign: own }, { model, behavior: "raise_if_different" })).toBe(true);
    });
  }

  suite.always("instances of another realm's classes are NOT_ROUND_TRIPPABLE", async ({ backend, models }) => {
    for (const instance of foreignInstances()) {
      const refused = await expectCode(
        backend.set("id", { at: [instance] }, { model: models.Anything }),
        "NOT_ROUND_TRIPPABLE",
      );
      expect(refused).toMatchObject({ path: ["at", 0] });
    }
  });

  for (const [name, make] of FAKED_DATES) {
    suite.case(
      `dates are stored and read while the global Date is ${name}, and afterwards`,
      async ({ backend, models: { Anything }, registry }) => {
        const At = registry.register("At", v.object({ at: v.date() }));
        const [before, model] = [new Date(5), Anything];
        const { made, read } = await whileDateIsFaked(make, async () => {
          const made = new Date();
          await backend.set("before", { at: before }, { model });
          await backend.set("made", { at: made }, { model });
          const read = (await backend.get("before", Anything)) as { at: Date };
          expect(read.at).toBeInstanceOf(Date);
          expect(read.at.getTime()).toBe(5);
          return { made, read };
        });
        await backend.set("made afterwards", { at: made }, { model });
        await backend.set("read afterwards", { at: read.at }, { model });
        expectSame(await backend.getMany(["before", "made", "made afterwards", "read afterwards"], At), [
          { at: before },
          { at: new Date(made.getTime()) },
          { at: new Date(made.getTime()) },
          { at: before },
        ]);
      },
    );
  }

  suite.case("Float16Array can be stored and read if Node has it", async ({ backend, models: { Anything } }) => {
    const type = (globalThis as unknown as { readonly Float16Array?: Float32ArrayConstructor }).Float16Array;
    const value = { half: type ? type.of(0.5, -0, Number.NaN) : 0 };
    await backend.set("id", value, { model: Anything });
    expectSame(await backend.get("id"), value);
  });
}
