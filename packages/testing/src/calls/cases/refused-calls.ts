import { memoize, type NotRoundTrippableError, ref } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { ODD_VALUES } from "../../odd-values.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Calls that are refused, before anything of them is stored. */
export function refusedCallCases(suite: CallsSuite): void {
  suite.always("an object that only looks like data is NOT_ROUND_TRIPPABLE, with its path", async ({ calls }) => {
    for (const [, make, path] of ODD_VALUES) {
      const odd = make();
      const argument = { name: "f", arguments: { x: odd } };
      const counted = memoize(async (value: unknown) => value, { storage: calls, name: "g" });
      for (const [call, at] of [
        [() => calls.save(argument), ["arguments", "x", ...path]],
        [() => calls.save({ name: "f", arguments: {}, result: odd }), ["result", ...path]],
        [() => calls.save({ name: "f", arguments: {}, metadata: { m: { k: odd } } }), ["metadata", "m", "k", ...path]],
        [async () => collect(calls.query({ name: "f", arguments: { x: odd } })), ["arguments", "x", ...path]],
        [() => counted(odd), ["arguments", "0", ...path]],
      ] as const) {
        expectSame(((await expectCode(call(), "NOT_ROUND_TRIPPABLE")) as NotRoundTrippableError).path, at);
      }
    }
    for (const target of [{}, []]) {
      const { proxy, revoke } = Proxy.revocable(target, {});
      revoke();
      await expectCode(calls.save({ name: "f", arguments: { x: proxy } }), "NOT_ROUND_TRIPPABLE");
    }
    expect(await calls.list()).toEqual([]);
  });

  suite.always("an invalid call is refused before anything is stored", async ({ calls }) => {
    const args = { a: 1 };
    for (const wrong of [
      undefined,
      null,
      "f",
      [],
      {},
      { name: "f" },
      { name: "", arguments: args },
      { name: "a\0b", arguments: args },
      { name: "\ud800", arguments: args },
      { name: 7, arguments: args },
      { name: "f", arguments: [1] },
      { name: "f", arguments: new Map([["a", 1]]) },
      { name: "f", arguments: { "": 1 } },
      { name: "f", arguments: { "a\n": 1 } },
      { name: "f", arguments: args, module: 1 },
      { name: "f", arguments: args, version: Number.NaN },
      { name: "f", arguments: args, version: Number.POSITIVE_INFINITY },
      { name: "f", arguments: args, version: 2n },
      { name: "f", arguments: args, version: {} },
      { name: "f", arguments: args, metadata: [] },
      { name: "f", arguments: args, metadata: { m: new Map() } },
      { name: "f", arguments: args, metadata: { m: 1 } },
      { name: "f", arguments: args, metadata: { m: { "": 1 } } },
    ]) {
      await expectClass(calls.save(wrong as never), TypeError);
      expect(() => calls.key(wrong as never)).toThrow(TypeError);
    }
    await expectCode(calls.save({ name: "f", arguments: { a: () => {} } }), "NOT_ROUND_TRIPPABLE");
    await expectCode(calls.save({ name: "f", arguments: args, result: Symbol.iterator }), "NOT_ROUND_TRIPPABLE");
    await expectClass(calls.save({ name: "f", arguments: args }, { ttlSeconds: 0 }), RangeError);
    expect(() => ref("abcd")).toThrow("64 hexadecimal");
    expect(await calls.list()).toEqual([]);
    expect(await calls.values.list()).toEqual([]);
  });
}
