import { type Call, type CallStorage, type CallTemplate, field, memoize, ref, type Where } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass } from "../../expect-failure.ts";
import { decide, type Tree } from "../../queries/properties/reference.ts";
import type { CallsSuite } from "../opened-calls.ts";

const DAY = 86_400;
const CALLS: readonly Call[] = [
  { name: "f", arguments: { seed: 1, model: "a" }, result: { accuracy: 0.5, when: new Date(0) } },
  {
    name: "f",
    arguments: { seed: 2, model: "b" },
    result: { accuracy: 0.9 },
    metadata: { run: { host: "h", ms: 12n } },
  },
  { name: "f", arguments: { seed: 3, options: { deep: [1, 2] } }, result: { accuracy: 0.9, big: "x".repeat(9_000) } },
  { name: "g", arguments: { seed: null, "a.b": true }, result: undefined },
  { name: "g", arguments: {} },
];

const WHERE: readonly (readonly [Where<unknown>, expected: readonly number[]])[] = [
  [{}, [0, 1, 2, 3, 4]],
  [{ "arguments.seed": { gte: 2 } }, [1, 2]],
  [{ "arguments.seed": null }, [3]],
  [{ "arguments.seed": { exists: false } }, [4]],
  [{ "arguments.options.deep": { has: 2 } }, [2]],
  [{ "arguments.options.deep.-1": 2 }, [2]],
  [{ [field("arguments", "a.b")]: true }, [3]],
  [{ "result.accuracy": { gt: 0.6 } }, [1, 2]],
  [{ "result.accuracy": { gt: 0.6 }, "result.big": { exists: true } }, [2]],
  [{ "result.when": { lt: new Date(1) } }, [0]],
  [{ result: { exists: false } }, [3, 4]],
  [{ "metadata.run.host": { startsWith: "h" } }, [1]],
  [{ "metadata.run.ms": { between: [12, 13] } }, [1]],
  [{ or: [{ "arguments.model": "a" }, { not: { "result.accuracy": { exists: true } } }] }, [0, 3, 4]],
  [{ "arguments.__proto__": { exists: true } }, []],
  [{ "arguments.toString": { exists: true } }, []],
];

/** Conditions on the values of calls. */
export function queryWhereCases(suite: CallsSuite): void {
  suite.case("a condition reads arguments, results and metadata", async ({ calls }) => {
    const keys = await Promise.all(CALLS.map((call) => calls.save(call)));
    const expectFound = async (template: CallTemplate, expected: readonly number[]): Promise<void> => {
      expect(await keysOf(calls, template), JSON.stringify(Object.keys(template.where ?? {}))).toEqual(
        expected.map((i) => keys[i] as string).sort(),
      );
    };
    for (const [where, expected] of WHERE) await expectFound({ where }, expected);
    await expectFound({ name: "f", where: { "arguments.seed": { lt: 3 } } }, [0, 1]);
    await expectFound({ name: "g", where: { "arguments.seed": { lt: 3 } } }, []);
  });

  suite.case("a condition is on times, too", async ({ calls, clock }) => {
    await calls.save({ name: "f", arguments: { i: 1 } });
    clock.advance(DAY);
    const later = await calls.save({ name: "f", arguments: { i: 2 } });
    const since = new Date(clock.now() - 1);
    expect(await keysOf(calls, { where: { $createdAt: { gte: since } } })).toEqual([later]);
  });

  suite.case("property: a condition finds what a plain filter does", async ({ calls, properties }) => {
    const scalar = fc.constantFrom<unknown>(0, -0, 1, 2n, Number.NaN, "", "a", null, true, new Date(0));
    const part = fc.oneof(scalar, fc.record({ a: scalar }), fc.array(scalar, { maxLength: 2 }));
    const call = fc.record({ x: part, y: part, result: part }, { requiredKeys: ["x"] });
    const keys = fc.constantFrom(
      ["arguments", "x"],
      ["arguments", "y", "a"],
      ["arguments", "y"],
      ["result"],
      ["result", "a"],
    );
    const leaf = fc.record({ op: fc.constantFrom("eq", "ne", "has"), keys, operand: scalar });
    const tree: fc.Arbitrary<Tree> = fc.oneof(
      leaf,
      fc.record({ op: fc.constantFrom("and" as const, "or" as const), parts: fc.array(leaf, { maxLength: 2 }) }),
      leaf.map((one): Tree => ({ op: "not", part: one })),
    );
    const stored = new Map<string, unknown>();
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 4 }), tree, async (added, condition) => {
        for (const { result, ...args } of added) {
          const key = await calls.save({ name: "f", arguments: args, ...(result !== undefined && { result }) });
          stored.set(key, { arguments: args, result });
        }
        const expected = [...stored].filter(([, value]) => decide(condition, value)).map(([key]) => key);
        expect(await keysOf(calls, { where: whereOf(condition) })).toEqual(expected.sort());
      }),
      { numRuns: properties.runs, seed: properties.seed },
    );
  });

  suite.case("a value that is stored elsewhere is read, and one that was evicted is missing", async ({ calls }) => {
    const digest = await calls.values.save({ rows: [1, 2, 3] });
    const key = await calls.save({ name: "f", arguments: { table: ref(digest) } });
    const where = { "arguments.table.rows": { length: 3 } };
    expect(await keysOf(calls, { where })).toEqual([key]);
    await calls.values.evict(digest);
    expect(await keysOf(calls, { where })).toEqual([]);
    expect(await keysOf(calls, { where: { "arguments.table": { exists: false } } })).toEqual([key]);
  });

  suite.always("unknown fields and operators are refused by name", async ({ calls }) => {
    for (const [where, ...says] of [
      [{ "argument.x": 1 }, '"argument"', "'arguments'"],
      [{ "result.x": { gtt: 1 } }, '"gtt"', "'gt'"],
      [{ $createdat: new Date(0) }, '"$createdat"'],
      [[], "A condition must be an object"],
    ] as const) {
      const { message } = await expectClass(collect(calls.query({ where: where as never })), TypeError);
      for (const text of says) expect(message).toContain(text);
    }
  });

  suite.case("a memoized function knows its arguments, in templates and conditions", async ({ calls: storage }) => {
    const add = memoize((a: number, b: number, _signal?: AbortSignal) => a + b, {
      ...{ storage, name: "add", ignore: ["signal"] },
      parameters: ["a", "b", "signal"],
    });
    await Promise.all([add(1, 2), add(3, 4)]);
    const found = await collect(add.query({ where: { "arguments.a": { gt: 1 }, result: { lte: 7 } } }));
    expect(found.map(({ key }) => key)).toEqual([add.digest(3, 4)]);
    expect(await collect(add.query({ arguments: { a: 1 } }))).toHaveLength(1);
    const wrong = (args: object): unknown => add.query({ arguments: args } as never);
    expect(() => wrong({ aa: 1 })).toThrow(/'add' has no argument "aa".*'a'/);
    expect(() => wrong({ signal: null })).toThrow("is ignored");
    expect(() => wrong({ 1: 1 })).toThrow('"1"');
    expect(() => memoize((n: number) => n, { storage, name: "one" }).query({ arguments: { n: 1 } })).toThrow(
      "pass parameters to memoize",
    );
  });
}

function whereOf(tree: Tree): Where<unknown> {
  if ("parts" in tree) return { [tree.op]: tree.parts.map(whereOf) };
  if ("part" in tree) return { not: whereOf(tree.part) };
  return { [field(...(tree.keys as [string, ...string[]]))]: { [tree.op]: tree.operand } };
}

async function keysOf(calls: CallStorage, template?: CallTemplate): Promise<string[]> {
  return (await collect(calls.query(template))).map(({ key }) => key);
}
