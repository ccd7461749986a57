import { type MemoizeOptions, memoize } from "@results-manager/core";
import { expect } from "vitest";
import { expectCode } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Options of memoized functions: they are checked at once, and different calls never share a key. */
export function memoizeOptionCases(suite: CallsSuite): void {
  suite.always("invalid options are refused", async ({ calls: storage }) => {
    const wrong: readonly (readonly [unknown, Partial<Record<keyof MemoizeOptions, unknown>>])[] = [
      ["f", {}],
      [() => 1, { name: "" }],
      [[() => 1][0], {}],
      [() => 1, { name: "f", parameters: ["a", "a"] }],
      [() => 1, { name: "f", parameters: [""] }],
      [() => 1, { name: "f", parameters: "abc" }],
      [() => 1, { name: "f", parameters: ["1"] }],
      [() => 1, { name: "f", parameters: ["this"] }],
      [() => 1, { name: "f", self: "a" }],
      [() => 1, { name: "f", ignore: ["a"] }],
      [() => 1, { name: "f", ignore: [-1] }],
      [() => 1, { name: "f", ignore: "a" }],
      [() => 1, { name: "f", module: 1 }],
      [() => 1, { name: "f", version: {} }],
      [() => 1, { name: "f", version: null }],
      [() => 1, { name: "f", version: Number.NaN }],
      [() => 1, { name: "f", ttlSeconds: "1" }],
      [() => 1, { name: "f", storage: undefined }],
      [() => 1, { name: "f", storage: storage.values }],
    ];
    for (const [fn, options] of wrong) {
      expect(() => memoize(fn as () => number, { storage, ...options } as MemoizeOptions)).toThrow(TypeError);
    }
    expect(() => memoize(() => 1, undefined as never)).toThrow("options");
    expect(() => memoize(() => 1, { storage: { calls: storage } as never })).toThrow("pass its property 'calls'");
    expect(() => memoize(() => 1, { storage: "./calls" as never })).toThrow("openCalls('./calls'), got \"./calls\"");
    expect(() => memoize(() => 1, { storage, name: "f", ttlSeconds: -1 })).toThrow(RangeError);
    expect(await memoize((a: number) => a + 1, { storage, name: "f" })(1)).toBe(2);
  });

  suite.always("options that do not exist are refused, and the nearest one is named", async ({ calls: storage }) => {
    const call = { name: "f", arguments: {} };
    const options = { ttl: 5 } as object;
    const message = /Unknown option 'ttl' of \w+\. Did you mean 'ttlSeconds'\?/;
    expect(() => memoize(() => 1, { storage, name: "f", ...options })).toThrow(message);
    await expect(storage.save({ ...call, result: 1 }, options)).rejects.toThrow(message);
    await expect(storage.getOrCompute(call, () => 1, options)).rejects.toThrow(message);
    await expect(storage.values.load("0123", { maxCopied: 1 } as object)).rejects.toThrow("'maxCopiedBytes'");
    expect(await storage.list()).toEqual([]);
  });

  suite.always("the error names an argument that cannot be stored", async ({ calls: storage }) => {
    const fn = memoize((_a: unknown, _b: unknown) => 1, { storage, name: "f", parameters: ["a"] });
    expect(
      (
        await expectCode(
          fn(() => {}, 1),
          "NOT_ROUND_TRIPPABLE",
        )
      ).message,
    ).toContain("$.arguments.a,");
    expect((await expectCode(fn(1, [() => {}]), "NOT_ROUND_TRIPPABLE")).message).toContain('$.arguments["1"][0],');
    const result = expectCode(memoize(() => [() => {}], { storage, name: "g" })(), "NOT_ROUND_TRIPPABLE");
    expect((await result).message).toContain("$.result[0],");
    const said = expectCode(
      storage.save({ name: "f", arguments: {}, metadata: { run: { by: () => {} } } }),
      "NOT_ROUND_TRIPPABLE",
    );
    expect((await said).message).toContain("$.metadata.run.by,");
  });

  suite.case("arguments without a name are stored by position", async ({ calls: storage }) => {
    const fn = memoize((a: string, b: string) => a + b, { storage, name: "f", parameters: ["0"] });
    expect([await fn("x", "y"), await fn("z", "y"), await fn("x", "z")]).toEqual(["xy", "zy", "xz"]);
  });
}
