import { MemoryBackend } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { Suite } from "../../suite.ts";

const TEXTS = ["", "a", "a\0b", "\u{10000}", "\ud800", "\ud800b", "\ue000", "\ufffd", "\uffff", "long".repeat(1000)];
const NUMBERS = [0, -0, 1, -1, 0.5, -0.1, 2 ** 60, 2 ** 60 + 2 ** 9, -1e23, 1e308, 5e-324, Number.NaN];
const VALUES = [undefined, null, false, true, [], { a: 1 }, new Date(0), ...NUMBERS, ...TEXTS];
const WHERES = [
  {},
  { kind: 1 },
  { kind: 1, value: { gte: 0 } },
  { value: 7 },
  { kind: 0, value: 7 },
  { value: { in: ["a", 1, null] } },
];
const ORDERS = [["value"], ["-value"], ["value", "-id"], ["-value", "-id"], ["-id"], []] as const;
const COUNT = 400;
const PAGE = 70;

/** Queries of a model whose indexed field has values of any type, many of them equal: a store in memory, which has no index, finds the same. */
export function indexPageCases(suite: Suite): void {
  suite.case("pages of an index are those of a sort, whatever the ties", async ({ backend, registry }) => {
    const schema = v.object({ kind: v.number(), value: v.optional(v.any()) });
    const Mixed = registry.register("Mixed", schema, { index: ["value", ["kind", "value"]] });
    await using memory = new MemoryBackend({ registry });
    for (const each of [backend, memory]) await each.setMany(mixedEntries(), { model: Mixed });
    for (const where of WHERES) {
      for (const orderBy of ORDERS) {
        const expected = await collect(memory.findIds(Mixed, { where, orderBy }));
        expect(await collect(backend.findIds(Mixed, { where, orderBy }))).toEqual(expected);
        // Without an index, each page is one more sort of all.
        if ((await backend.explain(Mixed, { where, orderBy })).looksAt !== "index") continue;
        const paged: string[] = [];
        for (let after: string | undefined; paged.length < expected.length; ) {
          const page = await collect(backend.find(Mixed, { where, orderBy, limit: PAGE, after }));
          paged.push(...page.map(({ id }) => id));
          after = page.at(-1)?.cursor;
          if (after === undefined) break;
        }
        expect(paged).toEqual(expected);
      }
    }
  });
}

/** Makes the same entries each time. */
function mixedEntries(): (readonly [id: string, data: { readonly kind: number; readonly value?: unknown }])[] {
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const mixedValue = (i: number): unknown => {
    if (i % 3 === 0) return 7;
    if (i % 5 === 0) return (random(300) - 150) / 7;
    return i % 7 === 0 ? `${TEXTS[random(TEXTS.length)]}${random(99)}` : VALUES[random(VALUES.length)];
  };
  return Array.from({ length: COUNT }, (_, i) => {
    const value = mixedValue(i);
    return [`r/${random(1e9)}`, { kind: i % 2, ...(value !== undefined && { value }) }] as const;
  });
}
