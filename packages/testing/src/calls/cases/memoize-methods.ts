import { type CallStorage, type MemoizeOptions, memoize } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { deferred } from "../../deferred.ts";
import { expectClass } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Class whose method is memoized on its prototype, as by a decorator. */
function scalerOn(storage: CallStorage, options: Partial<MemoizeOptions> = {}) {
  class Scaler {
    factor: number;
    runs = 0;

    constructor(factor: number) {
      this.factor = factor;
    }

    scale(n: number): number | Promise<number> {
      this.runs++;
      return n * this.factor;
    }
  }
  const scale = memoize(Scaler.prototype.scale, { storage, ...options });
  Scaler.prototype.scale = scale;
  return { Scaler, scale };
}

const self = (scaler: { factor: number }): unknown => scaler.factor;

/** Memoized methods: they keep their object, and `self` selects the part of it that belongs to the key. */
export function memoizeMethodCases(suite: CallsSuite): void {
  suite.case("a method runs on its object, and the result of self is part of the key", async ({ calls: storage }) => {
    const { Scaler, scale } = scalerOn(storage, { self, parameters: ["n"] });
    const [a, b, c] = [new Scaler(2), new Scaler(3), new Scaler(2)];
    expect([await a.scale(5), await b.scale(5), await c.scale(5), await a.scale(5)]).toEqual([10, 15, 10, 10]);
    expect([a.runs, b.runs, c.runs]).toEqual([1, 1, 0]);
    a.factor = 4;
    expect(await a.scale(5)).toBe(20);
    expect(await collect(scale.query({ arguments: { this: 3 } }))).toHaveLength(1);
  });

  suite.case("of(object) gives the other members of a memoized method", async ({ calls: storage }) => {
    const { Scaler, scale } = scalerOn(storage, { self });
    const a = new Scaler(2);
    expect(scale.of(a).call(5)).toEqual({ name: "scale", arguments: { this: 2, "0": 5 } });
    expect(await scale.of(a).contains(5)).toBe(false);
    expect(await scale.of(a)(5)).toBe(10);
    expect([await scale.of(a).contains(5), await scale.of(new Scaler(3)).contains(5)]).toEqual([true, false]);
    expect((await scale.of(new Scaler(3)).explainMiss(5))?.differences).toEqual([
      { field: "arguments.this", difference: { path: [], old: 2, new: 3 } },
    ]);
    expect([await scale.of(a).forget(5), await scale.of(a).contains(5)]).toEqual([true, false]);
    expect(() => scale.digest(5)).toThrow("of(receiver)");
    const { scale: detached } = a;
    await expectClass(Promise.resolve(Reflect.apply(detached, undefined, [5])), TypeError);
  });

  suite.always("a method without self is refused, also in decorators and fields", async ({ calls: storage }) => {
    const { Scaler } = scalerOn(storage);
    const error = await expectClass(Promise.resolve(new Scaler(2).scale(5)), TypeError);
    expect(error.message).toMatch(/instance of Scaler.*self/);
    class Field {
      factor = 2;
      scale = memoize((n: number) => n * this.factor, { storage, name: "field" });
    }
    await expectClass(new Field().scale(5), TypeError);
    class Careless {
      double = memoize((n: number) => n * 2, { storage, name: "double", self: () => null });
    }
    expect(await new Careless().double(5)).toBe(10);
  });

  suite.always("lists, object literals and classes that hold a function are not receivers", async ({ calls }) => {
    let seen: unknown = "nothing";
    const fn = memoize(
      function (this: unknown, n: number) {
        seen = this;
        return n;
      },
      { storage: calls, name: "f" },
    );
    // biome-ignore lint/complexity/noStaticOnlyClass: the case needs a class that holds a function.
    class Holder {
      static fn = fn;
    }
    expect([await { fn }.fn(1), await [fn][0]?.(2), await Holder.fn(3), await fn(4)]).toEqual([1, 2, 3, 4]);
    expect(seen).toBeUndefined();
  });

  suite.always(
    "a call is refused if its object is changed before the computation begins",
    async ({ calls: storage }) => {
      const { Scaler } = scalerOn(storage, { self });
      const a = new Scaler(2);
      const scaling = Promise.resolve(a.scale(5));
      a.factor = 3;
      await expectClass(scaling, TypeError);
      expect(await a.scale(5)).toBe(15);
      expect(await new Scaler(2).scale(5)).toBe(10);
    },
  );

  suite.always("a computation that has begun continues with its object", async ({ calls: storage }) => {
    const [started, goOn] = [deferred(), deferred()];
    class Waiter {
      name = "a";
      greet = memoize(
        async function (this: Waiter, word: string) {
          started.resolve();
          await goOn.promise;
          return `${word} ${this.name}`;
        },
        { storage, name: "greet", self: (waiter: Waiter) => waiter.name },
      );
    }
    const greeting = new Waiter().greet("hello");
    await started.promise;
    goOn.resolve();
    expect(await greeting).toBe("hello a");
  });
}
