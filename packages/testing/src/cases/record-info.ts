import { expect } from "vitest";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `info`: the properties of a record besides its value. */
export function recordInfoCases(suite: Suite): void {
  suite.case(
    "a record keeps model, namespace, version and times",
    async ({ backend, clock, registry, models: { Person } }) => {
      const Second = registry.register("Second", Person.schema, { namespace: "lab", version: 2 });
      const written = new Date(clock.now());
      await backend.set("a", ADA, { model: Person });
      await backend.set("b", ADA, { model: Second, ttlSeconds: 1.5 });
      const common = { createdAt: written, updatedAt: written };
      clock.advance(1);
      expect(await backend.info("a")).toEqual({
        ...common,
        id: "a",
        modelName: "Person",
        namespace: "default",
        version: 1,
        expiresAt: undefined,
      });
      const expiresAt = new Date(written.getTime() + 1500);
      expect(await backend.info("b")).toEqual({
        ...common,
        id: "b",
        modelName: "Second",
        namespace: "lab",
        version: 2,
        expiresAt,
      });
    },
  );

  suite.case(
    "an overwrite keeps createdAt and changes updatedAt",
    async ({ backend, clock, models: { Person, Anything } }) => {
      const created = clock.now();
      await backend.set("id", ADA, { model: Person });
      for (const write of [
        () => backend.set("id", BOB, { model: Person, behavior: "overwrite" }),
        () => backend.setMany([["id", BOB]], { model: Person, behavior: "overwrite" }),
        () => backend.update("id", Person, () => ADA),
        () => backend.set("id", 1, { model: Anything, behavior: "overwrite" }),
      ]) {
        clock.advance(10);
        await write();
        const { createdAt, updatedAt } = await backend.info("id");
        expect([createdAt.getTime(), updatedAt.getTime()]).toEqual([created, clock.now()]);
      }
      expect(await backend.info("id")).toMatchObject({ modelName: "Anything" });
    },
  );

  suite.case("createdAt is new after a delete and after expiry", async ({ backend, clock, models: { Person } }) => {
    await backend.set("id", ADA, { model: Person });
    await backend.delete("id");
    clock.advance(10);
    await backend.set("id", ADA, { model: Person, ttlSeconds: 1 });
    expect((await backend.info("id")).createdAt.getTime()).toBe(clock.now());
    for (const behavior of ["overwrite", "raise_if_exists"] as const) {
      clock.advance(1);
      await backend.set("id", ADA, { model: Person, behavior, ttlSeconds: 1 });
      expect((await backend.info("id")).createdAt.getTime()).toBe(clock.now());
    }
  });
}
