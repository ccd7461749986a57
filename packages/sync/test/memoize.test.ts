import { join } from "node:path";
import { memoize as memoizeAsync, registerType } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { openCalls } from "results-manager";
import { describe, expect, expectTypeOf, test } from "vitest";
import { CallsManager, memoize, ResultsManager, SyncBridgeError } from "../src/index.ts";
import { registry } from "./support/models.ts";
import { thrownBy } from "./support/thrown-by.ts";

const stores = {
  memory: () => new CallsManager("memory:"),
  files: () => new CallsManager({ baseDir: tempFolder() }),
  SQLite: () => new CallsManager(`sqlite:${join(tempFolder(), "calls.db")}`),
};

describe.for(Object.entries(stores))("a memoized function that blocks, over %s", ([, open]) => {
  test("runs once for equal arguments, and returns rich values", () => {
    using calls = open();
    let runs = 0;
    const spread = memoize(
      function spread(at: Date, ...rest: (bigint | undefined)[]) {
        runs++;
        return new Map([[at.getTime(), rest]]);
      },
      { calls },
    );
    expectTypeOf(spread).returns.toEqualTypeOf<Map<number, (bigint | undefined)[]>>();
    for (let i = 0; i < 2; i++) expect(spread(new Date(5), 1n, undefined)).toEqual(new Map([[5, [1n, undefined]]]));
    expect(spread(new Date(6))).toEqual(new Map([[6, []]]));
    expect(runs).toBe(2);
    expect([spread.contains(new Date(6)), spread.contains(new Date(7))]).toEqual([true, false]);
    expect([spread.forget(new Date(6)), spread.forget(new Date(6))]).toEqual([true, false]);
    spread(new Date(6));
    expect(runs).toBe(3);
  });

  test("may call itself; a call that waits for itself is refused", () => {
    using calls = open();
    const fibonacci = memoize((n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)), {
      calls,
      name: "fibonacci",
    });
    expect(fibonacci(12)).toBe(144);
    const endless = memoize((n: number): number => endless(n), { calls, name: "endless" });
    expect(thrownBy(() => endless(1))).toMatchObject({ code: "COMPUTE_CYCLE" });
  });

  test("an error is the very same, and is not stored", () => {
    using calls = open();
    const error = Object.freeze(new Error("no"));
    let fails = true;
    const maybe = memoize(
      (): number => {
        if (fails) throw error;
        return 1;
      },
      { calls, name: "maybe" },
    );
    expect(thrownBy(() => maybe())).toBe(error);
    fails = false;
    expect(maybe()).toBe(1);
  });
});

test("the function gets copies of its arguments, and ignored ones as they are", () => {
  using calls = stores.memory();
  const log: string[] = [];
  const add = memoize(
    (list: number[], into: string[]) => {
      into.push("ran");
      return list.push(1);
    },
    { calls, name: "add", parameters: ["list", "into"], ignore: ["into"] },
  );
  const list: number[] = [];
  expect([add(list, log), add(list, log), list, log]).toEqual([1, 1, [], ["ran"]]);
});

test("a method is stored with the state of its receiver", () => {
  using calls = stores.memory();
  class Scale {
    factor = 2;
    of = memoize(
      function of(this: Scale, n: number) {
        return n * this.factor;
      },
      { calls, self: ({ factor }: Scale) => factor },
    );
  }
  const scale = new Scale();
  expect(scale.of(3)).toBe(6);
  scale.factor = 3;
  expect([scale.of(3), scale.of.of(scale).contains(3), scale.of.of(new Scale()).contains(4)]).toEqual([9, true, false]);
});

test("a fingerprint that differs is computed again; a version is another call", () => {
  using calls = stores.memory();
  const versions = [{ fingerprint: "a" }, { fingerprint: "b" }, { fingerprint: "b" }, { version: 2 }];
  let runs = 0;
  const counts = versions.map((options) => memoize(() => ++runs, { calls, name: "f", ...options })());
  expect(counts).toEqual([1, 2, 2, 3]);
});

test("what cannot be sent, and what is asynchronous, is refused", () => {
  using calls = stores.memory();
  class Point {
    readonly x = 1;
  }
  const identity = memoize((value: unknown) => value, { calls, name: "identity" });
  expect(thrownBy(() => identity(new Point()))).toMatchObject({ code: "NOT_ROUND_TRIPPABLE" });
  const point = memoize(() => new Point(), { calls, name: "point" });
  expect(thrownBy(() => point())).toMatchObject({ code: "NOT_ROUND_TRIPPABLE", path: ["result"] });
  const later = memoize(async () => 1, { calls, name: "later" });
  expect((thrownBy(() => later()) as Error).message).toContain("is asynchronous");
  expect(thrownBy(() => memoize(() => 1, {} as never))).toBeInstanceOf(TypeError);
  registerType("sync.Point", {
    is: (value): value is Point => value instanceof Point,
    encode: () => 1,
    decode: () => new Point(),
  });
  expect(thrownBy(() => identity(new Point()))).toMatchObject({ code: "NOT_ROUND_TRIPPABLE" });
});

test("blocking and asynchronous programs share their calls", async () => {
  const folder = tempFolder();
  const square = (n: number): number => n * n;
  {
    await using storage = await openCalls(folder);
    expect(await memoizeAsync(square, { storage })(4)).toBe(16);
  }
  using calls = new CallsManager(folder);
  const fail = (_: number): number => expect.fail("it is stored");
  expect(memoize(fail, { calls, name: "square" })(4)).toBe(16);
});

test("a worker that dies leaves no lease over", () => {
  const module = new URL("./support/unruly-backend.ts", import.meta.url);
  using bad = new ResultsManager({ backend: { module, export: "UnrulyBackend" }, registry });
  using calls = stores.files();
  let dies = true;
  const fragile = memoize(() => (dies ? (bad.get("exit") as number) : 1), { calls, name: "fragile" });
  expect(thrownBy(() => fragile())).toBeInstanceOf(SyncBridgeError);
  dies = false;
  expect(fragile()).toBe(1);
});
