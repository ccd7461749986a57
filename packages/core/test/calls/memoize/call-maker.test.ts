import { expect, test } from "vitest";
import { CallMaker } from "../../../src/calls/memoize/call-maker.ts";
import type { FunctionOptions } from "../../../src/calls/memoize/memoize-options.ts";

function area(width: number, height: number): number {
  return width * height;
}
const digest = (value: unknown): string => JSON.stringify(value);
const maker = (options: FunctionOptions = {}): CallMaker => new CallMaker(area, options, digest);
const SELF: FunctionOptions = { self: ({ id }: { readonly id: number }) => id };

test("the identity of a function has what is given", () => {
  expect(Object.entries(maker().identity)).toEqual([["name", "area"]]);
  expect(maker({ name: "f", module: "m", version: 2, fingerprint: "x" }).identity).toEqual({
    name: "f",
    module: "m",
    version: "2",
    fingerprint: "x",
  });
  expect(maker({ fingerprint: true }).identity.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(maker({ fingerprint: false }).identity).not.toHaveProperty("fingerprint");
});

test("arguments have the names of their parameters, or their positions; ignored ones are left out", () => {
  expect(maker().callOf([2, 3], undefined)).toStrictEqual({ name: "area", arguments: { "0": 2, "1": 3 } });
  const named = maker({ parameters: ["width"], ignore: [1] });
  expect(named.callOf([2, 3, 4], undefined)).toEqual({ name: "area", arguments: { width: 2, "2": 4 } });
  expect(maker({ parameters: ["width", "height"], ignore: ["width"] }).callOf([2, 3], undefined).arguments).toEqual({
    height: 3,
  });
  expect(maker().callOf([], undefined).arguments).toEqual({});
});

test("the stored copies are the arguments of the function, and ignored ones what was passed", () => {
  const named = maker({ parameters: ["a", "b"], ignore: ["b"] });
  expect(named.argumentsOf({ a: "stored", b: "not" }, [1, 2], undefined)).toEqual(["stored", 2]);
});

test("a receiver is an argument if there is a function of it, and no instance otherwise", () => {
  const receiver = { id: 5 };
  expect(maker(SELF).callOf([], receiver).arguments).toEqual({ this: 5 });
  expect(maker(SELF).receiverOf(receiver)).toBe(receiver);
  expect(maker().receiverOf(receiver)).toBeUndefined();
  expect(() => maker(SELF).callOf([], undefined)).toThrow("'area' needs a receiver");
  expect(maker().callOf([], { plain: 1 }).arguments).toEqual({});
  expect(() => maker().callOf([], new Map())).toThrow("'area' was called on an instance of Map");
  expect(() => maker().callOf([], undefined)).not.toThrow();
  expect(maker(SELF).argumentsOf({ this: 5 }, [], receiver)).toEqual([]);
  expect(() => maker(SELF).argumentsOf({ this: 6 }, [], receiver)).toThrow("The receiver of 'area' was changed");
});

test("a template has the names of arguments that calls can have", () => {
  const named = maker({ parameters: ["width", "height"], ignore: ["height"] });
  named.checkNames();
  named.checkNames({ width: 1, "2": 1, "10": 1 });
  maker().checkNames({ "0": 1 });
  maker({ parameters: ["a"], ...SELF }).checkNames({ this: 1 });
  const refused = (names: object, of = named) => expect(() => of.checkNames(names as never));
  refused({ height: 1 }).toThrow('The argument "height" is ignored, so no call is found by it.');
  refused({ wdth: 1 }).toThrow(
    "'area' has no argument \"wdth\". Did you mean 'width'? Its arguments are width, height.",
  );
  refused({ "1": 1 }).toThrow("'area' has no argument \"1\"");
  refused({ "01": 1 }).toThrow('has no argument "01"');
  refused({ this: 1 }).toThrow('has no argument "this"');
  refused({ width: 1, zzzzz: 1 }).toThrow('has no argument "zzzzz". Its arguments are width, height.');
  refused({ a: 1 }, maker()).toThrow('has no argument "a". Its arguments have no names: pass parameters to memoize.');
});
