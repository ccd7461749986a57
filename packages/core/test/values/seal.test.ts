import { expect, test } from "vitest";
import { TypedValue } from "../../src/codec/typed-value.ts";
import { ModelRegistry } from "../../src/index.ts";
import { seal, storedInstance, unseal } from "../../src/values/seal.ts";

class Money {
  readonly cents: number;

  constructor(cents: number) {
    this.cents = cents;
  }
}
class Wallet {
  readonly notes: readonly Money[];

  constructor(notes: readonly Money[]) {
    this.notes = notes;
  }
}
/** Sealed instance of a type without digests of its own. */
const sealedAs = (name: string, data: unknown, own?: string): TypedValue => new TypedValue(name, data, own);
const DIGEST = "d".repeat(64);

/** Types of both classes; `decode` replaces how money is read. */
function typesOf(more: object = {}) {
  const registry = new ModelRegistry();
  registry.types.register("Money", {
    is: (value: unknown): value is Money => value instanceof Money,
    encode: ({ cents }: Money) => ({ cents }),
    decode: (data: unknown) => new Money((data as Money).cents),
    ...more,
  } as never);
  registry.types.register("Wallet", {
    is: (value: unknown): value is Wallet => value instanceof Wallet,
    encode: ({ notes }: Wallet) => [...notes],
    decode: (data: unknown) => new Wallet(data as Money[]),
  } as never);
  return registry.types;
}
const none = new ModelRegistry().types;

test("instances are sealed and made again, wherever they are", () => {
  const types = typesOf();
  const value = {
    list: [new Money(1), null, 2],
    map: new Map<unknown, unknown>([[new Money(2), new Money(3)]]),
    set: new Set([new Money(4)]),
    wallet: new Wallet([new Money(5)]),
    plain: { a: [null] },
  };
  const sealed = seal(value, types) as typeof value;
  expect(sealed.list).toEqual([sealedAs("Money", { cents: 1 }), null, 2]);
  expect(sealed.wallet).toEqual(sealedAs("Wallet", [sealedAs("Money", { cents: 5 })]));
  expect([...sealed.map]).toEqual([[sealedAs("Money", { cents: 2 }), sealedAs("Money", { cents: 3 })]]);
  const again = unseal(sealed, types) as typeof value;
  expect(again).toStrictEqual(value);
  expect(again.list[0]).toBeInstanceOf(Money);
  expect(unseal(sealedAs("Money", { cents: 1 }), types)).toStrictEqual(new Money(1));
  const scalars = [null, "text", new Map([[null, 1]]), new Set([null, "text"])];
  expect(scalars.map((scalar) => seal(scalar, types))).toEqual(scalars);
});

test("without types, a value is only copied, and an instance cannot be made", () => {
  const value = { a: [1] };
  const [sealed, again] = [seal(value, none) as typeof value, unseal(value, none) as typeof value];
  value.a.push(2);
  expect([sealed, again]).toEqual([{ a: [1] }, { a: [1] }]);
  expect(() => unseal(sealedAs("Money", {}), none)).toThrow(expect.objectContaining({ code: "TYPE_NOT_REGISTERED" }));
});

test("an instance is refused that is not decoded to an equal one, with its path", () => {
  const path = ["list", 0];
  for (const decode of [() => new Money(7), () => ({ cents: 1 })]) {
    const error = expect.objectContaining({ code: "NOT_ROUND_TRIPPABLE", path });
    expect(() => seal({ a: [{}], list: [new Money(1)] }, typesOf({ decode }))).toThrow(error);
    expect(() => seal({ list: [new Money(1)] }, typesOf({ decode }))).toThrow(error);
    expect(() => seal(new Money(1), typesOf({ decode }))).toThrow("type 'Money' does not decode what it encodes");
  }
});

test("a type may have digests of its own, which are digests", () => {
  const types = typesOf({ digest: () => DIGEST });
  expect(seal(new Money(1), types)).toEqual(sealedAs("Money", { cents: 1 }, DIGEST));
  expect(storedInstance("Money", { cents: 1 }, types)).toEqual(sealedAs("Money", { cents: 1 }, DIGEST));
  expect(storedInstance("Money", { cents: 1 }, typesOf()).own).toBeUndefined();
  expect(() => seal(new Money(1), typesOf({ digest: () => "short" }))).toThrow(
    expect.objectContaining({ code: "INVALID_DIGEST" }),
  );
  let calls = 0;
  const other = typesOf({ digest: () => (calls++ % 2 === 0 ? DIGEST : "e".repeat(64)) });
  expect(() => seal(new Money(1), other)).toThrow("does not decode");
});

test("a class that extends Map or Set may be a registered type", () => {
  class Prices extends Map<string, number> {}
  class Tags extends Set<string> {}
  const { types } = new ModelRegistry();
  for (const Type of [Prices, Tags]) {
    types.register(Type.name, {
      is: (value: unknown) => value instanceof Type,
      encode: (value: Iterable<unknown>) => [...value],
      decode: (data: never) => new (Type as new (items: never) => object)(data),
    } as never);
  }
  const value = [new Prices([["a", 1]]), new Tags(["b"])];
  const sealed = seal(value, types);
  expect(sealed).toEqual([sealedAs("Prices", [["a", 1]]), sealedAs("Tags", ["b"])]);
  expect(unseal(sealed, types)).toStrictEqual(value);
});
