import { expect, test } from "vitest";
import { assertSupportedNode } from "../../src/index.ts";

test.each(["22.13.0", "22.20.1", "24.0.0"])("Node %s will do", (version) => {
  expect(() => assertSupportedNode(version)).not.toThrow();
});

test.each(["18.20.0", "20.20.2", "22.12.9"])("Node %s is too old", (version) => {
  expect(() => assertSupportedNode(version)).toThrow(`needs Node 22.13 or later, this is Node ${version}`);
});
