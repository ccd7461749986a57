import { memoize, ref, registerType } from "@results-manager/core";
import { assert, expect } from "vitest";
import { collect } from "../../collect.ts";
import type { CallsSuite } from "../opened-calls.ts";

class Point {
  x: number;

  constructor(x: number) {
    this.x = x;
  }
}

const POINT = {
  is: (value: unknown): value is Point => value instanceof Point,
  encode: ({ x }: Point) => x,
  decode: (data: unknown) => new Point(data as number),
};

/** Instances of registered types as arguments and results. */
export function callTypeCases(suite: CallsSuite): void {
  suite.case("a memoized function takes and returns instances", async ({ calls: storage, registry }) => {
    registerType("Point", POINT, { registry });
    let runs = 0;
    const move = memoize(
      async ({ to }: { readonly to: Point }) => {
        runs++;
        assert(to instanceof Point);
        to.x++;
        return [to];
      },
      { storage, name: "move" },
    );
    const to = new Point(1);
    const moving = [move({ to }), move({ to: new Point(1) })];
    to.x = 7;
    const [first, second] = await Promise.all(moving);
    assert(first?.[0] && second?.[0]);
    expect([first, second, await move({ to: new Point(1) })]).toStrictEqual([
      [new Point(2)],
      [new Point(2)],
      [new Point(2)],
    ]);
    first[0].x = 9;
    expect(second[0].x).toBe(2);
    expect(await move({ to: new Point(1) })).toStrictEqual([new Point(2)]);
    expect(runs).toBe(1);
    expect(await collect(move.query({ result: [new Point(2)] }))).toHaveLength(1);
    expect(await collect(move.query({ arguments: { "0": { to: new Point(2) } } }))).toHaveLength(0);
    const d = await storage.values.save(new Point(5));
    expect(
      await storage.getOrCompute({ name: "f", arguments: { p: ref(d) } }, (call) => call.arguments.p),
    ).toStrictEqual(new Point(5));
    expect(await move.explainMiss({ to: new Point(3) })).toMatchObject({ differences: [{ field: "arguments.0" }] });
  });
}
