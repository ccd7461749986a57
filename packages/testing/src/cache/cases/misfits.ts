import * as v from "valibot";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectCode } from "../../expect-failure.ts";
import { MISFITS, NEW } from "../misfits.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Entries that do not fit the model that reads them, as after a change of the program. */
export function misfitCases(suite: CacheSuite): void {
  for (const [what, code, store] of MISFITS) {
    for (const tags of [[], ["tag"]]) {
      const tagged = tags.length > 0 ? ", with a tag" : "";
      suite.case(`an entry ${what}${tagged}, is computed again by getOrCompute, once`, async (opened) => {
        const { cache } = opened;
        const Size = await store(opened, tags);
        let calls = 0;
        const ask = () =>
          cache.getOrCompute("key", Size, () => {
            calls++;
            return NEW;
          });
        expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array.from({ length: 20 }, () => NEW));
        expect([await ask(), calls]).toEqual([NEW, 1]);
        expect(await cache.getValue("key", { model: Size })).toEqual(NEW);
      });
    }

    suite.case(`an entry ${what} is ${code} for a read, in words of a cache`, async (opened) => {
      const { cache } = opened;
      const model = await store(opened, []);
      const before = await cache.getValue("key");
      for (const read of [() => cache.getValue("key", { model }), () => cache.multiGetValues(["key"], { model })]) {
        const { message, id } = await expectCode(read(), code);
        expect(id).toBe("key");
        expect(message).toContain("Cache entry 'key'");
        expect(message).toMatch(/put a version into the key.*getOrCompute\(\)/);
        expect(message).not.toMatch(/Result|migrate|namespace|Update the program/);
      }
      expect(await cache.getValue("key")).toEqual(before);
    });
  }

  suite.case(
    "a refused entry is one miss, and its replacement one value set",
    async ({ cache, models: { Person } }) => {
      await cache.setValue("key", "text");
      const { hits, misses, sets } = await cache.stats();
      await cache.getOrCompute("key", Person, () => ({ name: "Ada", age: 36 }));
      expect(await cache.stats()).toMatchObject({ hits, misses: misses + 1, sets: sets + 1 });
    },
  );

  suite.case("the replacement has the ttl and the tags of its computation", async ({ cache, clock, models }) => {
    const { Counter } = models;
    const ask = (count: number) =>
      cache.getOrCompute("key", Counter, () => ({ count }), { ttlSeconds: 5, tags: ["new"] });
    await cache.setValue("key", "text", { tags: ["old"] });
    expect(await ask(1)).toEqual({ count: 1 });
    await cache.invalidateTag("old");
    expect(await ask(2)).toEqual({ count: 1 });
    await cache.invalidateTag("new");
    expect(await ask(3)).toEqual({ count: 3 });
    clock.advance(5);
    expect(await ask(4)).toEqual({ count: 4 });
  });

  suite.case("a refused entry stays until the computation has succeeded", async ({ cache, models: { Counter } }) => {
    await cache.setValue("key", "text");
    const unfit = (): never => "none" as never;
    const { message } = await expectCode(cache.getOrCompute("key", Counter, unfit), "VALIDATION_FAILED");
    expect(message).toContain("The computed value of cache entry 'key'");
    expect(await cache.getValue("key")).toBe("text");
  });

  suite.case("an entry for which the schema throws is computed again", async ({ cache, registry }) => {
    const isFilled = v.check((text: string) => text.trim() !== "");
    const Text = registry.register("Text", v.pipe(v.any(), isFilled));
    await cache.setValue("key", 1);
    await expectCode(cache.getValue("key", { model: Text }), "MODEL_FAILED");
    await expectCode(
      cache.getOrCompute("key", Text, () => 2),
      "MODEL_FAILED",
    );
    expect(await cache.getValue("key")).toBe(1);
    expect(await cache.getOrCompute("key", Text, () => "new")).toBe("new");
  });

  suite.asynchronous("callers with an asynchronous schema share one computation, too", async ({ cache, registry }) => {
    const Size = registry.register(
      "Later",
      v.pipeAsync(
        v.object({ n: v.number() }),
        v.checkAsync(async () => true),
      ),
    );
    await cache.setValue("key", "text");
    let calls = 0;
    const ask = () => cache.getOrCompute("key", Size, () => ({ n: ++calls }));
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
  });

  suite.asynchronous("callers with two models each get a value that fits", async ({ cache, models }) => {
    const { Counter, Person } = models;
    const ada = { name: "Ada", age: 36 };
    const count = () => cache.getOrCompute("key", Counter, async () => ({ count: 1 }));
    const person = () => cache.getOrCompute("key", Person, async () => ada);
    const got = await Promise.all([count(), person(), count(), person()]);
    expect(got).toEqual([{ count: 1 }, ada, { count: 1 }, ada]);
  });

  suite.asynchronous(
    "a misfit that is set during a computation is not given to its callers",
    async ({ cache, models }) => {
      const started = deferred();
      const goOn = deferred();
      const asking = cache.getOrCompute("key", models.Counter, async () => {
        started.resolve();
        await goOn.promise;
        return { count: 1 };
      });
      await started.promise;
      await cache.setValue("key", "set");
      goOn.resolve();
      expect(await asking).toEqual({ count: 1 });
      expect(await cache.getValue("key")).toBe("set");
    },
  );

  suite.asynchronous(
    "a misfit is computed again once for all caches on the store",
    async ({ cache, reopen, models: { Counter } }) => {
      await cache.setValue("key", "text");
      const caches = [cache, await reopen(), await reopen()];
      let calls = 0;
      const compute = async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { count: ++calls };
      };
      const asking = Array.from({ length: 12 }, (_, i) => caches[i % 3]?.getOrCompute("key", Counter, compute));
      expect(await Promise.all(asking)).toEqual(asking.map(() => ({ count: 1 })));
    },
    ["retention", "sharing"],
  );
}
