import { expect, test } from "vitest";
import { checkReceiver, receiverArgument, refuseInstance } from "../../../src/calls/memoize/receiver.ts";
import { digest } from "../../../src/values/digest.ts";

class Model {}
const self = (receiver: { n: number }): number => receiver.n;

test("the receiver is represented by its state", () => {
  expect(receiverArgument({ n: 5 }, self, "f")).toBe(5);
  for (const receiver of [undefined, null, globalThis]) {
    expect(() => receiverArgument(receiver, self, "f")).toThrow("'f' needs a receiver: call it as a method");
  }
});

test("an instance of a class is refused, and nothing else", () => {
  for (const receiver of [undefined, null, 5, () => 1, Model, [1], {}, Object.create(null), globalThis])
    refuseInstance(receiver, "f");
  expect(() => refuseInstance(new Model(), "f")).toThrow("'f' was called on an instance of Model");
  expect(() => refuseInstance(Object.create(Object.create(null)), "f")).toThrow("on an instance of a class");
});

test("a receiver must not change before the computation", () => {
  checkReceiver({ n: 1 }, undefined, 2, "f", digest);
  checkReceiver({ n: 1 }, self, 1, "f", digest);
  expect(() => checkReceiver({ n: 1 }, self, 2, "f", digest)).toThrow("The receiver of 'f' was changed after the call");
});
