import { digest, memoize, ref, ValueRef } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { foreignValues } from "../../foreign-values.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** `save` and `load`: a call is stored under the digest of its name and arguments, its values under their own digests. */
export function callCases(suite: CallsSuite): void {
  suite.case("a loaded call refers to its values by their digests", async ({ calls, clock }) => {
    const call = {
      name: "train",
      module: "models",
      version: "2",
      arguments: { rate: 0.1, data: { rows: [1, 2] } },
      result: new Map([["loss", 0.5]]),
      metadata: { run: { host: "a", at: new Date(0), tries: 3n }, empty: {} },
    };
    const key = await calls.save(call);
    expect(key).toBe(calls.key(call));
    const stored = await calls.load(key.slice(0, 10));
    expectSame(stored, {
      key,
      name: "train",
      module: "models",
      version: "2",
      arguments: { rate: ref(digest(0.1)), data: ref(digest({ rows: [1, 2] })) },
      result: ref(digest(call.result)),
      metadata: call.metadata,
      createdAt: new Date(clock.now()),
      updatedAt: new Date(clock.now()),
    });
    expectSame(await calls.values.load(stored.arguments.data?.digest ?? ""), { rows: [1, 2] });
    expectSame(await calls.values.load(stored.result?.digest ?? ""), call.result);
    expect(await calls.save(stored)).toBe(key);
  });

  suite.always("values of another realm equal those of this one", async ({ calls }) => {
    for (const [, foreign, own] of foreignValues()) {
      expect(calls.key({ name: "f", arguments: { foreign } })).toBe(
        calls.key({ name: "f", arguments: { foreign: own } }),
      );
    }
  });

  suite.always("the key depends only on name, module, version and ordered arguments", async ({ calls }) => {
    const call = { name: "f", arguments: { a: 1, b: [2] } };
    const key = calls.key(call);
    expect(calls.key({ ...call, arguments: { a: ref(digest(1)), b: [2] } })).toBe(key);
    const more = { ...call, result: 3, metadata: { m: { n: 1 } } };
    expect(calls.key(more)).toBe(key);
    const others = [
      { ...call, name: "g" },
      { ...call, module: "f" },
      { ...call, version: "f" },
      { ...call, arguments: { b: [2], a: 1 } },
      { ...call, arguments: { a: 1n, b: [2] } },
      { ...call, arguments: { a: 1 } },
      { ...call, arguments: { a: 1, b: [2], c: undefined } },
      { ...call, arguments: { a: digest(1), b: [2] } },
    ];
    expect(new Set([key, ...others.map((each) => calls.key(each))]).size).toBe(others.length + 1);
  });

  suite.case("saving a call again replaces it and keeps createdAt", async ({ calls, clock }) => {
    const call = { name: "f", arguments: { a: 1 } };
    const key = await calls.save({ ...call, result: 1, metadata: { m: { n: 1 } } });
    const first = await calls.load(key);
    clock.advance(5);
    expect(await calls.save({ ...call, result: 2 })).toBe(key);
    const second = await calls.load(key);
    expect(second.result?.digest).toBe(digest(2));
    expect(second.metadata).toEqual({});
    expect(second.createdAt).toEqual(first.createdAt);
    expect(second.updatedAt.getTime()).toBe(first.updatedAt.getTime() + 5_000);
    expect(await calls.list()).toEqual([key]);
  });

  suite.case("names with special characters are ordinary text", async ({ calls }) => {
    for (const name of ["__proto__", "constructor", "a.b", "it's", 'say "no"', "ä€😀", "%", "$.name", "0"]) {
      const key = await calls.save({
        name,
        arguments: { [name]: 1, other: name },
        metadata: { [name]: { [name]: name } },
      });
      const stored = await calls.load(key);
      expect(stored.name).toBe(name);
      expect(Object.keys(stored.arguments)).toContain(name);
      expect(Object.getOwnPropertyDescriptor(stored.metadata, name)?.value[name]).toBe(name);
    }
  });

  suite.case("a numeric version equals its decimal text in every call", async ({ calls }) => {
    for (const [version, text] of [
      [1, "1"],
      [0, "0"],
      [-0, "0"],
      [-3, "-3"],
      [1.5, "1.5"],
      [2 ** 53, "9007199254740992"],
      [1e21, "1000000000000000000000"],
    ] as const) {
      const call = { name: `f ${version}`, arguments: { a: 1 }, result: text };
      const key = await calls.save({ ...call, version });
      expect(key).toBe(calls.key({ ...call, version: text }));
      expect(calls.key({ ...call, version })).toBe(key);
      expect((await calls.load(key)).version).toBe(text);
      for (const asked of [version, text]) {
        expect((await collect(calls.query({ name: call.name, version: asked }))).map((found) => found.key)).toEqual([
          key,
        ]);
      }
      expect(await calls.getOrCompute({ ...call, version }, () => "computed")).toBe(text);
      const fn = memoize((_: number) => "computed", { storage: calls, name: call.name, version, parameters: ["a"] });
      expect(fn.digest(1)).toBe(key);
      expect(await fn(1)).toBe(text);
      expect(await fn.explainMiss(1)).toBeUndefined();
      expect((await fn.explainMiss(2))?.differences.map(({ field }) => field)).toEqual(["arguments.a"]);
      await calls.transform((stored) => ({ ...stored, version }));
      expect(await calls.list()).toContain(key);
    }
  });

  suite.case("a value that is given by its digest must be stored", async ({ calls }) => {
    const missing = ref(digest("never stored"));
    await expectCode(calls.save({ name: "f", arguments: { a: missing } }), "DIGEST_NOT_FOUND");
    await expectCode(calls.save({ name: "f", arguments: {}, result: missing }), "DIGEST_NOT_FOUND");
    expect(await calls.list()).toEqual([]);
    const there = ref(await calls.values.save("never stored"));
    const key = await calls.save({ name: "f", arguments: { a: there } });
    expect((await calls.load(key)).arguments.a).toBeInstanceOf(ValueRef);
  });

  suite.case("an expired call is absent", async ({ calls, clock }) => {
    const call = { name: "f", arguments: { a: 1 }, result: 1 };
    const key = await calls.save(call, { ttlSeconds: 10 });
    expect((await calls.load(key)).expiresAt?.getTime()).toBe(clock.now() + 10_000);
    clock.advance(10);
    expect(await calls.contains(key)).toBe(false);
    await expectCode(calls.load(key), "DIGEST_NOT_FOUND");
    expect(await calls.list()).toEqual([]);
    expect(await calls.save(call)).toBe(key);
    clock.advance(1_000);
    expect(await calls.contains(key)).toBe(true);
  });
}
