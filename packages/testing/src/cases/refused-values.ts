import { NotRoundTrippableError } from "@results-manager/core";
import { assert, expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import { ODD_VALUES } from "../odd-values.ts";
import type { Suite } from "../suite.ts";

class Point {
  readonly x = 1;
}
class Stack extends Array<unknown> {}
class Bytes extends Uint8Array {}
class Moment extends Date {}
class Table extends Map<unknown, unknown> {}
class Bag extends Set<unknown> {}

const symbol: unique symbol = Symbol("s");

function cyclicObject(): unknown {
  const cyclic: Record<string, unknown> = { a: {} };
  cyclic.a = { back: cyclic };
  return cyclic;
}

function cyclicMap(): unknown {
  const cyclic = new Map<unknown, unknown>();
  cyclic.set("self", cyclic);
  return cyclic;
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

const REFUSED: readonly (readonly [name: string, make: () => unknown, path: readonly PropertyKey[]])[] = [
  ["a function", () => ({ a: [1, () => 1] }), ["a", 1]],
  ["a symbol", () => ({ a: symbol }), ["a"]],
  ["a symbol key", () => ({ a: { [symbol]: 1 } }), ["a", symbol]],
  ["a class instance", () => ({ a: new Point() }), ["a"]],
  ["an instance with null fields", () => [Object.create({ inherited: 1 })], [0]],
  ["an error", () => ({ e: new Error("x") }), ["e"]],
  ["a regular expression", () => ({ r: /x/ }), ["r"]],
  ["a URL", () => ({ u: new URL("http://localhost") }), ["u"]],
  ["a promise", () => ({ p: Promise.resolve(1) }), ["p"]],
  ["a WeakMap", () => ({ w: new WeakMap() }), ["w"]],
  ["a boxed number", () => ({ n: Object(1) }), ["n"]],
  ["a subclass of Array", () => ({ s: Stack.from([1]) }), ["s"]],
  ["a subclass of Uint8Array", () => ({ b: Bytes.of(1) }), ["b"]],
  ["a subclass of Date", () => ({ d: new Moment(0) }), ["d"]],
  ["a subclass of Map", () => ({ m: new Table() }), ["m"]],
  ["a subclass of Set", () => ({ s: new Bag() }), ["s"]],
  // biome-ignore lint/suspicious/noSparseArray: the case needs a hole.
  ["a hole in an array", () => ({ a: [1, , 3] }), ["a", 1]],
  ["an object that contains itself", cyclicObject, ["a", "back"]],
  ["a Map that contains itself", cyclicMap, [0]],
  ["a function in a Map", () => new Map([["k", () => 1]]), [0, 1]],
  ["a function in a Set", () => new Set([() => 1]), [0]],
  ...ODD_VALUES,
];

/** Values that cannot be stored: they are refused with the path, and nothing is written. */
export function refusedValueCases(suite: Suite): void {
  for (const [name, make, path] of REFUSED) {
    suite.always(`${name} is NOT_ROUND_TRIPPABLE at its path`, async ({ backend, models: { Anything } }) => {
      const model = Anything;
      for (const write of [
        () => backend.set("id", make(), { model }),
        () => backend.set("id", make(), { model, behavior: "overwrite" }),
        () => backend.setMany([["id", make()]], { model }),
        () => backend.update("id", model, () => make()),
        () => backend.getOrCompute("id", model, () => make()),
      ]) {
        const error = await expectCode(write(), "NOT_ROUND_TRIPPABLE");
        assert(error instanceof NotRoundTrippableError);
        expectSame(error.path, path);
      }
      expect(await backend.exists("id")).toBe(false);
    });
  }

  suite.always(
    "a value that is nested too deeply is NOT_ROUND_TRIPPABLE, not a stack overflow",
    async ({ backend, models: { Anything } }) => {
      for (const levels of [1100, 20_000]) {
        await expectCode(backend.set("id", nested(levels), { model: Anything }), "NOT_ROUND_TRIPPABLE");
      }
    },
  );

  suite.always(
    "the message about an instance or a promise says what to do",
    async ({ backend, models: { Anything } }) => {
      const refuse = async (data: unknown): Promise<string> =>
        (await expectCode(backend.set("id", data, { model: Anything }), "NOT_ROUND_TRIPPABLE")).message;
      expect(await refuse(new (class Own {})())).toContain(
        "an instance of Own cannot be stored; give the model an 'encode'",
      );
      for (const data of [Promise.resolve(1), { a: Promise.resolve(1) }])
        expect(await refuse(data)).toContain("'await'");
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.case("a stored result stays when its replacement is refused", async ({ backend, models: { Anything } }) => {
    await backend.set("id", "old", { model: Anything });
    await expectCode(
      backend.set("id", () => 1, { model: Anything, behavior: "overwrite" }),
      "NOT_ROUND_TRIPPABLE",
    );
    expect(await backend.get("id", Anything)).toBe("old");
  });
}
