import { expect } from "vitest";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `prune` deletes expired records and counts them. */
export function pruneCases(suite: Suite): void {
  suite.always("prune returns 0 if nothing has expired", async ({ backend, models: { Person } }) => {
    expect(await backend.prune()).toBe(0);
    await backend.set("id", ADA, { model: Person, ttlSeconds: 1 });
    expect(await backend.prune()).toBe(0);
  });

  suite.case("prune counts the deleted records and leaves the rest", async ({ backend, clock, models: { Person } }) => {
    await backend.setMany(
      [
        ["a/1", ADA],
        ["a/2", ADA],
        ["b", ADA],
      ],
      { model: Person, ttlSeconds: 1 },
    );
    await backend.set("later", ADA, { model: Person, ttlSeconds: 2 });
    await backend.set("never", ADA, { model: Person });
    clock.advance(1);
    expect(await backend.prune()).toBe(3);
    expect(await backend.prune()).toBe(0);
    expect(await backend.listIds()).toEqual(["later", "never"]);
    clock.advance(1);
    expect(await backend.prune()).toBe(1);
    expect(await backend.listIds()).toEqual(["never"]);
  });

  suite.case("a record that was written again is not pruned", async ({ backend, clock, models: { Person } }) => {
    await backend.set("id", ADA, { model: Person, ttlSeconds: 1 });
    clock.advance(1);
    await backend.set("id", ADA, { model: Person });
    expect(await backend.prune()).toBe(0);
    expect(await backend.get("id", Person)).toEqual(ADA);
  });

  suite.always("compact returns the freed bytes and changes no stored record", async (opened) => {
    const { backend, models } = opened;
    await backend.setMany(
      [
        ["a", ADA],
        ["a/b", ADA],
      ],
      { model: models.Person },
    );
    await backend.delete("a/b");
    const stored = await backend.getMany(["a", "a/b"], models.Person);
    expect(await backend.compact()).toBeGreaterThanOrEqual(0);
    expect(await backend.getMany(["a", "a/b"], models.Person)).toEqual(stored);
    expect(await backend.set("a/b", ADA, { model: models.Person })).toBe(true);
  });

  suite.case("prune deletes thousands of records", async ({ backend, clock, models: { Person } }) => {
    const ids = Array.from({ length: 2500 }, (_, i) => `n/${i}`);
    await backend.setMany(
      ids.map((id) => [id, ADA]),
      { model: Person, ttlSeconds: 1 },
    );
    await backend.set("keep", ADA, { model: Person });
    clock.advance(2);
    expect(await backend.prune()).toBe(2500);
    expect(await backend.listIds()).toEqual(["keep"]);
  });
}
