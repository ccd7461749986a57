import { type Call, type CallStorage, digest } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode, failureOf } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** `transform` rewrites all calls and loses none. */
export function transformCases(suite: CallsSuite): void {
  suite.case("every call is rewritten and moved to its new key", async ({ calls }) => {
    await saveNumbers(calls, 50);
    const changed = await calls.transform(({ name: _, ...call }) => ({ ...call, name: "renamed", version: "2" }));
    expect(changed).toBe(50);
    const found = await collect(calls.query({ name: "renamed", version: "2" }));
    expect(found).toHaveLength(50);
    expect(await calls.list()).toHaveLength(50);
    for (const call of found) {
      expect(call.key).toBe(calls.key(call));
      const i = (await calls.values.load(call.arguments.i?.digest ?? "")) as number;
      expect(await calls.values.load(call.result?.digest ?? "")).toEqual({ of: i });
    }
  });

  suite.case("no call is lost when new keys equal old keys of other calls", async ({ calls }) => {
    await saveNumbers(calls, 30);
    expect(await calls.transform((call) => shifted(call, (i) => i + 1))).toBe(30);
    expect(await results(calls)).toEqual(new Map(Array.from({ length: 30 }, (_, i) => [i + 1, { of: i }])));
    expect(await calls.transform((call) => shifted(call, (i) => (i % 30) + 1))).toBe(30);
    const turned = Array.from({ length: 30 }, (_, i) => [((i + 1) % 30) + 1, { of: i }] as const);
    expect(await results(calls)).toEqual(new Map(turned.toSorted(([a], [b]) => a - b)));
  });

  suite.case("unchanged calls are not counted, and without a function none changes", async ({ calls }) => {
    await saveNumbers(calls, 5);
    const before = await results(calls);
    expect(await calls.transform()).toBe(0);
    expect(await calls.transform(async (call) => ({ ...call }))).toBe(0);
    expect(await calls.transform((call) => ({ ...call, metadata: { seen: { times: 1 } } }))).toBe(5);
    expect(await collect(calls.query({ metadata: { seen: { times: 1 } } }))).toHaveLength(5);
    expect(await results(calls)).toEqual(before);
  });

  suite.case("of calls that get the same key, the one stored last stays", async ({ calls, clock }) => {
    for (const version of ["2", "1", "3"]) {
      await calls.save({ name: "f", version, arguments: { x: 1 }, result: version });
      clock.advance(1);
    }
    await calls.transform(({ version: _, ...call }) => call);
    const [one, ...more] = await collect(calls.query());
    expect(more).toEqual([]);
    expect(one?.result?.digest).toBe(digest("3"));
  });

  suite.case("a function that fails changes nothing", async ({ calls }) => {
    await saveNumbers(calls, 10);
    const before = await results(calls);
    let asked = 0;
    const failing = calls.transform((call) => {
      if (++asked === 7) throw new Error("no");
      return { ...call, name: "other" };
    });
    expect(await failureOf(failing)).toMatchObject({ message: "no" });
    await expectClass(
      calls.transform(() => undefined as never),
      TypeError,
    );
    await expectCode(
      calls.transform((call) => ({ ...call, arguments: { f: () => {} } })),
      "NOT_ROUND_TRIPPABLE",
    );
    expect(await results(calls)).toEqual(before);
  });

  suite.case("the function may read the storage and return new values", async ({ calls }) => {
    await saveNumbers(calls, 10);
    await calls.transform(async (call) => {
      const i = (await calls.values.load(call.arguments.i?.digest ?? "")) as number;
      return { ...call, arguments: { ...call.arguments, square: { list: [[i * i]] } } };
    });
    for (let i = 0; i < 10; i++) {
      expect(await collect(calls.query({ arguments: { i, square: { list: [[i * i]] } } }))).toHaveLength(1);
    }
    expect(await calls.gc()).toBe(0);
  });

  suite.case("a moved call keeps its ttl and times", async ({ calls, clock }) => {
    await calls.save({ name: "f", arguments: { x: 1 } }, { ttlSeconds: 10 });
    clock.advance(5);
    await calls.transform((call) => ({ ...call, name: "g" }));
    const [moved] = await collect(calls.query({ name: "g" }));
    expect(moved?.updatedAt.getTime()).toBe(clock.now() - 5_000);
    clock.advance(5);
    expect(await calls.list()).toEqual([]);
  });

  suite.always("an empty storage has nothing to transform", async ({ calls }) => {
    expect(await calls.transform((call) => call)).toBe(0);
    await expectClass(calls.transform("f" as never), TypeError);
  });
}

async function saveNumbers(calls: CallStorage, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => i);
  await Promise.all(numbers.map((i) => calls.save({ name: "f", arguments: { i }, result: { of: i } })));
  NUMBERS.clear();
  for (let i = 0; i <= count + 1; i++) NUMBERS.set(digest(i), i);
}

/** Numbers by digest, for a synchronous function. */
const NUMBERS = new Map<string, number>();

function shifted(call: Awaited<ReturnType<CallStorage["load"]>>, shift: (i: number) => number): Call {
  const i = NUMBERS.get(call.arguments.i?.digest ?? "") as number;
  return { ...call, arguments: { i: shift(i) } };
}

/** Reads the results of all calls, by argument. */
async function results(calls: CallStorage): Promise<Map<number, unknown>> {
  const found = new Map<number, unknown>();
  for await (const call of calls.query()) {
    const i = (await calls.values.load(call.arguments.i?.digest ?? "")) as number;
    found.set(i, await calls.values.load(call.result?.digest ?? ""));
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}
