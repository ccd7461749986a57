import { expect, test } from "vitest";
import { Groups } from "../../src/query/groups.ts";
import type { ParseField } from "../../src/query/parse-field.ts";
import { parseSelection } from "../../src/query/selection.ts";

const parseField = ((path: string) => ({ keys: [path], isStored: true })) as ParseField;
const fields = (paths?: readonly string[]) => parseSelection(paths, parseField, "of");
interface Asked {
  readonly groupBy?: readonly string[];
  readonly sum?: readonly string[];
  readonly max?: readonly string[];
}

function rows({ groupBy = [], sum, max }: Asked, values: readonly unknown[]) {
  const measures = { sum: fields(sum), avg: undefined, min: undefined, max: fields(max) };
  const groups = new Groups({ groupBy: fields(groupBy) ?? [], measures });
  for (const [i, value] of values.entries()) groups.add({ id: String(i), value, content: {} } as never);
  return groups.rows();
}

test("without fields to group by, there is one row, with the measures that are asked for", async () => {
  expect(await rows({}, [])).toStrictEqual([{ group: {}, count: 0 }]);
  expect(await rows({ sum: ["x", "y"], max: ["x"] }, [{ x: 1 }, { x: 2, y: 5 }])).toStrictEqual([
    { group: {}, count: 2, sum: { x: 3, y: 5 }, max: { x: 2 } },
  ]);
  expect(await rows({ groupBy: ["x"] }, [])).toEqual([]);
});

test("groups are in the order of their values, missing ones last by rank", async () => {
  const values = [{ x: "b", y: 2 }, { x: "a", y: 2 }, {}, { x: "a", y: 1 }, { x: 5 }, { x: "a", y: 2 }];
  expect(await rows({ groupBy: ["x", "y"] }, values)).toEqual([
    { group: {}, count: 1 },
    { group: { x: 5 }, count: 1 },
    { group: { x: "a", y: 1 }, count: 1 },
    { group: { x: "a", y: 2 }, count: 2 },
    { group: { x: "b", y: 2 }, count: 1 },
  ]);
});

test("values are one group if they are equal: numbers and bigints, and objects by their parts", async () => {
  const counts = async (...values: unknown[]) =>
    (
      await rows(
        { groupBy: ["x"] },
        values.map((x) => ({ x })),
      )
    ).map(({ count }) => count);
  expect(await counts(1, 1n, 1.5)).toEqual([2, 1]);
  expect(await counts({ a: 1 }, { a: 1 }, { a: 2 })).toEqual([2, 1]);
  expect(await counts(2 ** 53, 2n ** 53n, 2n ** 53n + 1n)).toEqual([2, 1]);
});
