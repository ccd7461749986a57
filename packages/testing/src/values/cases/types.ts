import { digest, ModelRegistry, ref, registerType } from "@results-manager/core";
import { assert, expect } from "vitest";
import { expectCode } from "../../expect-failure.ts";
import { storageOf } from "../../storage-of.ts";
import type { ValuesSuite } from "../opened-values.ts";

class Money {
  amount: number;
  readonly currency: string;

  constructor(amount: number, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}

class Tensor {
  readonly data: Float64Array;
  readonly unit: unknown;

  constructor(data: Float64Array, unit: unknown) {
    this.data = data;
    this.unit = unit;
  }
}

function registerTypes(registry: ModelRegistry): void {
  registerType(
    "Money",
    {
      is: (value) => value instanceof Money,
      encode: ({ amount, currency }: Money) => ({ amount, currency, at: new Date(0) }),
      decode: (data) => new Money((data as Money).amount, (data as Money).currency),
    },
    { registry },
  );
  registerType(
    "Tensor",
    {
      is: (value) => value instanceof Tensor,
      encode: ({ data, unit }: Tensor) => [data, unit],
      decode: (data) => new Tensor(...(data as [Float64Array, unknown])),
      digest: ({ data, unit }) => digest([data.length, data[0], unit instanceof Money ? unit.currency : unit]),
    },
    { registry },
  );
}

/** Instances of registered types as values. */
export function typeCases(suite: ValuesSuite): void {
  suite.case("instances are saved and loaded at any depth by their digests", async ({ values, registry }) => {
    registerTypes(registry);
    const tensor = new Tensor(new Float64Array(1_000).fill(2), new Money(3, "EUR"));
    for (const value of [
      new Money(1, "EUR"),
      tensor,
      { price: new Money(1, "EUR"), list: [[new Money(2, "USD")], tensor] },
      new Map<unknown, unknown>([[new Money(1, "EUR"), new Set([new Money(2, "EUR")])]]),
    ]) {
      const key = await values.save(value);
      expect(values.digest(value)).toBe(key);
      expect(await values.load(key)).toStrictEqual(value);
      expect(await values.save(value)).toBe(key);
      expect(await values.save(await values.load(key))).toBe(key);
      const holder = await values.save({ held: ref(key), again: ref(key) });
      expect(holder).toBe(values.digest({ held: value, again: value }));
      expect(await values.load(holder)).toStrictEqual({ held: value, again: value });
    }
    await values.gc();
    expect(await values.list()).toEqual([]);
  });

  suite.case("each occurrence is loaded as a separate instance", async ({ values, registry }) => {
    registerTypes(registry);
    const money = new Money(1, "EUR");
    const key = await values.save({ a: { money }, b: { money }, c: money });
    const [first, second] = (await Promise.all([values.load(key), values.load(key)])) as {
      readonly a: { money: Money };
      readonly b: { money: Money };
      readonly c: Money;
    }[];
    assert(first && second);
    first.a.money.amount = 2;
    expect([first.b.money.amount, first.c.amount, second.a.money.amount]).toEqual([1, 1, 1]);
  });

  suite.case("changes after the call are not stored", async ({ values, registry }) => {
    registerTypes(registry);
    const money = new Money(1, "EUR");
    const saving = values.save([money]);
    money.amount = 2;
    expect(await values.load(await saving)).toStrictEqual([new Money(1, "EUR")]);
  });

  suite.case("a custom digest defines equality among values of the same type only", async ({ values, registry }) => {
    registerTypes(registry);
    const tensor = (...data: number[]) => new Tensor(new Float64Array(data), "m");
    const key = await values.save(tensor(1, 2));
    expect(values.digest(tensor(1, 3))).toBe(key);
    expect(values.digest(tensor(2, 2))).not.toBe(key);
    const plain = [2, 1, "m"];
    expect(await values.save(plain)).not.toBe(key);
    expect(await values.load(key)).toStrictEqual(tensor(1, 2));
    expect(values.digest(new Money(1, "EUR"))).not.toBe(values.digest({ amount: 1, currency: "EUR", at: new Date(0) }));
  });

  suite.case("the types in a record are validated", async ({ values, registry }) => {
    registerTypes(registry);
    const storage = storageOf(values);
    const key = await values.save([new Money(1, "EUR")]);
    for (const [data, types, code] of [
      [[[1]], { "0": "type:Unknown" }, "TYPE_NOT_REGISTERED"],
      [[[1]], { "0": "type:__proto__" }, "TYPE_NOT_REGISTERED"],
      [[[1]], { "0": "type:constructor" }, "TYPE_NOT_REGISTERED"],
      [[[null]], { "0": "type:Money" }, "CORRUPT_RECORD"],
      [[[{ amount: 2, currency: "EUR" }]], { "0": "type:Money" }, "CORRUPT_RECORD"],
      [[["a", "b"]], { "0": "type:Money" }, "CORRUPT_RECORD"],
      [["a"], { "0": "type:Money" }, "CORRUPT_RECORD"],
      [[["a"]], { "0": "type:Tensor" }, "CORRUPT_RECORD"],
    ] as const) {
      const [found] = await storage.read("values", [key]);
      assert(found && found.corrupt === undefined);
      await storage.write("values", [{ key, condition: "any", content: { ...found, data, types } as never }]);
      await expectCode(values.load(key), code);
    }
    expect(await values.gc()).toBeGreaterThan(0);
  });

  suite.always("a type that does not restore what it encoded is NOT_ROUND_TRIPPABLE", async ({ values, registry }) => {
    class Lossy {
      readonly n: number;
      constructor(n: number) {
        this.n = n;
      }
    }
    registerType(
      "Lossy",
      { is: (value) => value instanceof Lossy, encode: ({ n }: Lossy) => n, decode: () => new Lossy(0) },
      { registry },
    );
    expect((await expectCode(values.save({ a: [new Lossy(1)] }), "NOT_ROUND_TRIPPABLE")).message).toContain("$.a[0]");
    await expectCode(values.save(new (class Other {})()), "NOT_ROUND_TRIPPABLE");
    expect(await values.list()).toEqual([]);
  });

  suite.always("invalid types and duplicate names are refused", async ({ values }) => {
    const registry = new ModelRegistry();
    const type = {
      is: (v: unknown): v is Money => v instanceof Money,
      encode: () => 1,
      decode: () => new Money(1, ""),
    };
    registerType("T", type, { registry });
    registerType("T", { ...type }, { registry });
    for (const [name, wrong] of [
      ["", type],
      [7, type],
      ["U", undefined],
      ["U", { ...type, is: 1 }],
      ["U", { ...type, encode: undefined }],
      ["U", { ...type, digest: "x" }],
      ["T", { ...type, encode: () => 2 }],
    ] as const) {
      expect(() => registerType(name as string, wrong as never, { registry })).toThrow(TypeError);
    }
    expect(await values.list()).toEqual([]);
  });
}
