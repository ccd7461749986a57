import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCode } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** Operations on a store that was opened again. */
export function persistenceCases(suite: Suite): void {
  suite.persistent(
    "every record is read after the store is opened again",
    async ({ backend, reopen, models: { Person }, clock }) => {
      await backend.setMany(
        [
          ["a", ADA],
          ["a/b", BOB],
          ["__proto__", ADA],
          ["\u{1f600}", BOB],
        ],
        { model: Person },
      );
      await backend.set("ttl", ADA, { model: Person, ttlSeconds: 100 });
      const ids = await backend.listIds();
      const infos = await Promise.all(ids.map((id) => backend.info(id)));
      await backend.close();
      clock.advance(1);
      const again = await reopen();
      expect(await again.listIds()).toEqual(ids);
      expect(await collect(again.ids("a"))).toEqual(["a", "a/b"]);
      expect(await Promise.all(ids.map((id) => again.info(id)))).toEqual(infos);
      expect(await again.getMany(["a", "a/b", "missing"])).toEqual([ADA, BOB, undefined]);
      expect(await again.get("\u{1f600}", Person)).toEqual(BOB);
      expect(await again.exists("ttl")).toBe(true);
    },
  );

  suite.persistent(
    "every write works on a store that was opened again",
    async ({ backend, reopen, models: { Person, Counter }, clock }) => {
      await backend.setMany(
        [
          ["a", ADA],
          ["b", ADA],
          ["c/1", ADA],
          ["c/2", ADA],
        ],
        { model: Person },
      );
      const { createdAt } = await backend.info("a");
      await backend.update("n", Counter, () => ({ count: 1 }));
      await backend.getOrCompute("computed", Person, () => ADA);
      await backend.close();
      clock.advance(5);
      const again = await reopen();
      await expectCode(again.set("a", ADA, { model: Person }), "RESULT_EXISTS");
      expect(await again.set("a", ADA, { model: Person, behavior: "raise_if_different" })).toBe(true);
      expect(await again.set("a", BOB, { model: Person, behavior: "skip_if_exists" })).toBe(false);
      expect(await again.set("a", BOB, { model: Person, behavior: "overwrite" })).toBe(true);
      expect((await again.info("a")).createdAt).toEqual(createdAt);
      expect(await again.update("n", Counter, (current) => ({ count: (current?.count ?? 0) + 1 }))).toEqual({
        count: 2,
      });
      expect(await again.getOrCompute("computed", Person, () => BOB)).toEqual(ADA);
      expect(await again.delete("b")).toBe(true);
      expect(await again.clear("c")).toBe(2);
      await again.close();
      const third = await reopen();
      expect(await third.listIds()).toEqual(["a", "computed", "n"]);
      expect(await third.get("a", Person)).toEqual(BOB);
    },
  );

  suite.persistent(
    "records are upgraded and migrated after the store is opened again",
    async ({ backend, reopen, registry }) => {
      const { schema } = registry.getModel("Counter");
      await backend.set("n", { count: 1 }, { model: registry.getModel("Counter") });
      await backend.close();
      registry.clearRegistry();
      const Counter = registry.register("Counter", schema, {
        version: 2,
        upgrade: { 1: ({ count }: { count: number }) => ({ count: count * 10 }) },
      });
      const again = await reopen();
      expect(await again.get("n", Counter)).toEqual({ count: 10 });
      expect(await again.migrate()).toBe(1);
      expect(await again.get("n", Counter)).toEqual({ count: 10 });
      await again.close();
      const third = await reopen();
      expect(await third.info("n")).toMatchObject({ version: 2 });
    },
  );
}
