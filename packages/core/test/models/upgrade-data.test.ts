import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../src/index.ts";
import { upgradeData } from "../../src/models/upgrade-data.ts";

const registry = new ModelRegistry();
const Model = registry.register("M", v.unknown(), {
  version: 4,
  upgrade: { 1: (old) => [old, 2], 2: (old) => [old, 3] },
});

test("data is upgraded step by step, and data of the current version is returned unchanged", () => {
  const data = {};
  expect(upgradeData(Model, data, 4, "id")).toBe(data);
  const Three = registry.register("Three", v.unknown(), { version: 3, upgrade: { 1: (a) => [a], 2: (b) => [b] } });
  expect(upgradeData(Three, 1, 1, "id")).toEqual([[1]]);
  expect(upgradeData(Three, 1, 2, "id")).toEqual([1]);
});

test("newer data, a missing step, and one that throws or is asynchronous are errors with codes", () => {
  const codeOf = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      return (error as { readonly code: string }).code;
    }
  };
  expect(codeOf(() => upgradeData(Model, 1, 5, "id"))).toBe("MODEL_TOO_OLD");
  expect(codeOf(() => upgradeData(Model, 1, 3, "id"))).toBe("UPGRADE_FAILED");
  const failing = (step: () => unknown): unknown => {
    const Failing = registry.register("F", v.unknown(), { version: 2, upgrade: { 1: step }, namespace: String(step) });
    return codeOf(() => upgradeData(Failing, 1, 1, "id"));
  };
  expect(failing(() => Promise.reject(new Error("late")))).toBe("UPGRADE_FAILED");
  expect(
    failing(() => {
      throw new Error("no");
    }),
  ).toBe("UPGRADE_FAILED");
});
