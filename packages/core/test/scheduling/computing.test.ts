import { expect, test } from "vitest";
import { Computing } from "../../src/scheduling/computing.ts";
import { runUserWork } from "../../src/scheduling/user-work.ts";

const [a, b, c, d] = ["a", "b", "c", "d"].map((key) => new Computing(key, `the ${key}`)) as [
  Computing,
  Computing,
  Computing,
  Computing,
];
/** A computation asks for another. */
const ask = (computing: Computing, target: Computing): (() => void) | undefined =>
  runUserWork({ storage: {}, computing }, () => Computing.ask(target));

test("a call outside of every computation waits for none", () => {
  expect(Computing.ask(a)).toBeUndefined();
  expect(runUserWork({ storage: {} }, () => Computing.ask(a))).toBeUndefined();
});

test("a computation that waits for itself, over any others, is refused with the chain", () => {
  const cycle = (chain: string) =>
    expect.objectContaining({ code: "COMPUTE_CYCLE", message: expect.stringContaining(chain) });
  expect(() => ask(a, a)).toThrow(cycle("the a"));
  const ends = [ask(a, b), ask(a, d), ask(b, c), ask(d, c)];
  expect(() => ask(c, a)).toThrow(cycle("the a"));
  expect(() => ask(c, a)).toThrow(/'the a' .* through 'the b', 'the c', and/);
  expect(() => ask(c, b)).toThrow(/'the b' .* through 'the c', and/);
  for (const end of ends) end?.();
  ask(c, a)?.();
});

test("each wait ends for itself", () => {
  const [first, second] = [ask(a, b), ask(a, b)];
  first?.();
  expect(() => ask(b, a)).toThrow(expect.objectContaining({ code: "COMPUTE_CYCLE" }));
  second?.();
  expect(ask(b, a)).toBeTypeOf("function");
});
