import * as v from "valibot";
import { expectResponsive, LONGEST_BLOCK_MS } from "../expect-responsive.ts";
import { longestBlock } from "../longest-block.ts";
import type { Suite } from "../suite.ts";

const COUNT = 4_000;

/** A record of about 1 KB: making the calls is quick, checking and storing them takes far longer than a turn of the event loop. */
const RECORD: readonly { readonly name: string; readonly age: number }[] = Array.from({ length: 24 }, (_, age) => ({
  name: `a person of ${age} years`,
  age,
}));

const schema: v.GenericSchema<unknown> = v.array(v.object({ name: v.string(), age: v.number() }));

/** Batches of thousands, which let timers and I/O through. */
export function responsivenessCases(suite: Suite): void {
  const title = (what: string): string => `${what} lets timers through at least every ${LONGEST_BLOCK_MS} ms`;

  suite.case(
    title("Promise.all of 4,000 sets, then gets"),
    async ({ backend, registry }) => {
      const Record = registry.register("Record", schema);
      await expectResponsive(async (attempt) => {
        const id = (i: number): string => `${attempt}/${i % 100}/${i}`;
        const numbers = Array.from({ length: COUNT }, (_, i) => i);
        const sets = await longestBlock(() =>
          Promise.all(numbers.map((i) => backend.set(id(i), RECORD, { model: Record }))),
        );
        const gets = await longestBlock(() => Promise.all(numbers.map((i) => backend.get(id(i), Record))));
        return [sets, gets];
      });
    },
    ["retention", "responsiveness"],
  );

  suite.case(
    title("setMany, getMany, listIds and deleteMany of 4,000"),
    async ({ backend, registry }) => {
      const Record = registry.register("Record", schema);
      await expectResponsive(async (attempt) => {
        const entries = Array.from({ length: COUNT }, (_, i): [string, unknown] => [
          `${attempt}/${i % 100}/${i}`,
          RECORD,
        ]);
        const ids = entries.map(([id]) => id);
        return [
          await longestBlock(() => backend.setMany(entries, { model: Record })),
          await longestBlock(() => backend.getMany(ids, Record)),
          await longestBlock(() => backend.listIds()),
          await longestBlock(() => backend.deleteMany(ids)),
        ];
      });
    },
    ["retention", "responsiveness"],
  );
}
