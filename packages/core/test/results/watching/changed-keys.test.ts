import { expect, test } from "vitest";
import { ChangedKeys } from "../../../src/results/watching/changed-keys.ts";

test("keys are kept once, and taken in their order, up to a limit", async () => {
  const changed = new ChangedKeys();
  changed.report(["a", "b", "a"]);
  changed.report(["c", "b"]);
  expect(await changed.ready).toBe(true);
  expect([await changed.take(2), await changed.take(2)]).toEqual([["a", "b"], ["c"]]);
  changed.report(["a"]);
  changed.end();
  expect([await changed.take(2), await changed.take(2)]).toEqual([["a"], undefined]);
});

test("taking waits for keys, and for the end", async () => {
  const changed = new ChangedKeys();
  const taking = changed.take(1);
  changed.report([]);
  changed.report(["a"]);
  expect(await taking).toEqual(["a"]);
  const ending = changed.take(1);
  changed.end();
  changed.end(new Error("later"));
  expect(await ending).toBeUndefined();
});

test("an end without a report is told, and its error is thrown", async () => {
  const changed = new ChangedKeys();
  changed.end(new Error("failed"));
  expect(await changed.ready).toBe(false);
  await expect(changed.take(1)).rejects.toThrow("failed");
});
