import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import {
  copyItems,
  copyMap,
  dateFromIso,
  dateOf,
  entriesOf,
  isDate,
  isIntrinsic,
  isMap,
  isoTextOf,
  isSet,
  itemsOf,
  parseTime,
  timeOf,
} from "../../src/codec/built-ins.ts";

class OwnDate extends Date {}
class OwnMap extends Map {}
class OwnSet extends Set {}
/** Looks like the date of another realm, but is an object. */
const posing = Object.create(Date.prototype) as Date;

test("dates, Maps and Sets of any realm are told from those of subclasses", () => {
  const foreign = runInNewContext("[new Date(5), new Map(), new Set()]") as object[];
  const values = [new Date(5), new Map(), new Set(), ...foreign, new OwnDate(), new OwnMap(), new OwnSet(), posing, {}];
  const bare = [new Date(), new Map(), new Set()].map((value) => Object.setPrototypeOf(value, null) as object);
  const all = [...values, ...bare];
  const indexes = (test: (value: object) => boolean): number[] => all.flatMap((value, i) => (test(value) ? [i] : []));
  expect([indexes(isDate), indexes(isMap), indexes(isSet)]).toEqual([
    [0, 3],
    [1, 4],
    [2, 5],
  ]);
});

test("a prototype is intrinsic if it has the member itself, at its level below that of objects", () => {
  const top = Object.create(null) as object;
  const first = Object.assign(Object.create(top) as object, { member: 1 });
  const second = Object.assign(Object.create(first) as object, { member: 1 });
  const bare = Object.create(first) as object;
  const prototypes = [null, top, first, second, bare];
  const own = {};
  expect(isIntrinsic(own, own, "member")).toBe(true);
  expect(prototypes.map((each) => isIntrinsic(each, own, "member"))).toEqual([false, false, true, false, false]);
  expect(prototypes.map((each) => isIntrinsic(each, own, "member", 2))).toEqual([false, false, false, true, false]);
  expect(isIntrinsic(Object.assign(Object.create(null) as object, { member: 1 }), own, "member")).toBe(false);
  expect(isIntrinsic(first, own, "member", 3)).toBe(false);
});

test.each([
  "2026-01-31T23:59:59.999Z",
  "0000-01-01T00:00:00.000Z",
  "-271821-04-20T00:00:00.000Z",
  "+275760-09-13T00:00:00.000Z",
  "2024-02-29T00:00:00.000Z",
])("%s is the text of a time", (text) => {
  expect(isoTextOf(dateFromIso(text)?.getTime() ?? 0)).toBe(text);
  expect(parseTime(text)).toBe(Date.parse(text));
});

test.each([
  "2026-02-30T00:00:00.000Z",
  "2026-01-31T24:00:00.000Z",
  "2026-01-32T00:00:00.000Z",
  "2026-01-31",
  "2026-01-31T00:00:00Z",
  "2026-01-31T00:00:00.000",
  "x2026-01-31T00:00:00.000Z",
])("%s is none", (text) => {
  expect(dateFromIso(text)).toBeUndefined();
});

/** A list with a hole. */
function sparse(): unknown[] {
  const list: unknown[] = [1];
  list[2] = 3;
  return list;
}

test("a changed prototype does not matter", () => {
  const [date, map, set, list] = [new Date(5), new Map([[1, 2]]), new Set([3]), sparse()];
  for (const value of [date, map, set, list]) Object.setPrototypeOf(value, null);
  expect(timeOf(date)).toBe(5);
  expect(entriesOf(map)).toEqual([[1, 2]]);
  expect(copyMap(map, (item) => [item])).toEqual(new Map([[[1], [2]]]));
  expect(itemsOf(set)).toEqual([3]);
  expect(copyItems(list)).toStrictEqual(sparse());
});

test("a date is made by the replaced class, unless that makes another time, nothing, or an error", () => {
  const real = globalThis.Date;
  const made = (Replacement: unknown): Date => {
    globalThis.Date = Replacement as DateConstructor;
    try {
      return dateOf(5);
    } finally {
      globalThis.Date = real;
    }
  };
  class Faked extends real {
    static override now(): number {
      return 0;
    }
  }
  class Shifted extends Faked {
    constructor(time: number) {
      super(time + 1);
    }
    static override now(): number {
      return 0;
    }
  }
  expect(dateOf(5)).toStrictEqual(new Date(5));
  expect(made(Faked)).toBeInstanceOf(Faked);
  const failing = (): never => {
    throw new Error("no date");
  };
  class Inheriting extends real {}
  for (const Replacement of [
    Shifted,
    Inheriting,
    failing,
    () => ({}),
    function own() {
      return () => 1;
    },
  ]) {
    const date = made(Replacement);
    expect(Object.getPrototypeOf(date)).toBe(real.prototype);
    expect(timeOf(date)).toBe(5);
  }
});

test("a replacement has a property 'now' of its own, and so have all up to the real one", () => {
  class Faked extends Date {
    static override now(): number {
      return 0;
    }
  }
  class OfFaked extends Faked {}
  class OnOwn extends OwnDate {
    static override now(): number {
      return 0;
    }
  }
  expect([new Faked(), new OfFaked(), new OnOwn()].map(isDate)).toEqual([true, false, false]);
  const odd = Object.setPrototypeOf(new Date(), Object.create(Date.prototype, { constructor: { value: { now: 1 } } }));
  expect(isDate(odd)).toBe(false);
});
