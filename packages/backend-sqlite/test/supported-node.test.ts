import { expect, test } from "vitest";
import { assertSupportedNode } from "../src/driver/supported-node.ts";

test("this Node will do", () => {
  expect(() => assertSupportedNode()).not.toThrow();
});

test.each([
  ["22.14.0", "10"],
  ["24.0.0", "10"],
  ["26.0.0", "11"],
])("Node %s, with Node-API %s, will do", (node, napi) => {
  expect(() => assertSupportedNode({ node, napi })).not.toThrow();
});

test.each([
  ["20.20.2", "9"],
  ["22.13.0", "9"],
  ["23.5.0", "9"],
  ["0.0.0", undefined],
])("Node %s, with Node-API %s, is too old", (node, napi) => {
  expect(() => assertSupportedNode({ node, napi })).toThrow(`needs Node 22.14 or later, but this is Node ${node}`);
});
