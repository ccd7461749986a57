import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `exists` and `delete`. */
export function deleteCases(suite: Suite): void {
  suite.always("exists and delete return false for a missing id", async ({ backend }) => {
    expect(await backend.exists("id")).toBe(false);
    expect(await backend.delete("id")).toBe(false);
  });

  suite.case("exists and delete return true for a stored id", async ({ backend, models: { Person } }) => {
    await backend.set("id", ADA, { model: Person });
    expect(await backend.exists("id")).toBe(true);
    expect(await backend.delete("id")).toBe(true);
    expect(await backend.exists("id")).toBe(false);
    expect(await backend.delete("id")).toBe(false);
    await expectCode(backend.get("id"), "RESULT_NOT_FOUND");
  });

  suite.case("a prefix of ids is not a result", async ({ backend, models: { Person } }) => {
    await backend.set("a/b", ADA, { model: Person });
    expect(await backend.exists("a")).toBe(false);
    expect(await backend.delete("a")).toBe(false);
    await expectCode(backend.get("a"), "RESULT_NOT_FOUND");
    expect(await backend.exists("a/b")).toBe(true);
    expect(await backend.exists("a/b/c")).toBe(false);
  });

  suite.case(
    "exactly one of many concurrent deletes of one id returns true",
    async ({ backend, models: { Person } }) => {
      await backend.set("id", ADA, { model: Person });
      const told = await Promise.all(Array.from({ length: 20 }, () => backend.delete("id")));
      expect(told.filter(Boolean)).toHaveLength(1);
    },
  );

  suite.case("a deleted id can be written again", async ({ backend, models: { Person } }) => {
    for (let i = 0; i < 5; i++) {
      expect(await backend.set("deep/er/id", ADA, { model: Person })).toBe(true);
      expect(await backend.delete("deep/er/id")).toBe(true);
    }
    expect(await backend.listIds()).toEqual([]);
  });
}
