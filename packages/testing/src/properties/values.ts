import fc from "fast-check";
import { expect } from "vitest";
import { valueArbitrary } from "../arbitraries/values.ts";
import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";

/** Properties of random rich values: they are read as they were written. */
export function valueProperties(suite: Suite): void {
  suite.case(
    "random values are read as they were written and equal themselves",
    async ({ backend, models: { Anything }, properties }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(valueArbitrary(), { minLength: 1, maxLength: 5 }), async (values) => {
          const entries = values.map((value, i): [string, unknown] => [`v/${i}`, value]);
          const ids = entries.map(([id]) => id);
          await backend.setMany(entries, { model: Anything, behavior: "overwrite" });
          expectSame(await backend.getMany(ids, Anything), values);
          const same = await backend.setMany(entries, { model: Anything, behavior: "raise_if_different" });
          expect(same).toEqual(values.map(() => true));
        }),
        { seed: properties.seed, numRuns: properties.runs },
      );
    },
  );

  suite.case(
    "random values can be copied to another backend and back",
    async ({ backend, elsewhere, models: { Anything }, properties }) => {
      await fc.assert(
        fc.asyncProperty(valueArbitrary(), async (value) => {
          await using other = await elsewhere();
          await backend.set("v", value, { model: Anything, behavior: "overwrite" });
          await backend.copyTo(other);
          await backend.clear();
          await other.copyTo(backend);
          expectSame(await backend.get("v", Anything), value);
        }),
        { seed: properties.seed, numRuns: Math.ceil(properties.runs / 4) },
      );
    },
  );
}
