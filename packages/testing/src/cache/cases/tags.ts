import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { deferred } from "../../deferred.ts";
import type { CacheSuite, OpenedCache } from "../opened-cache.ts";

/** Tags: values that are invalidated together. */
export function tagCases(suite: CacheSuite): void {
  suite.case("an invalidated value is absent for every call", async ({ cache }) => {
    await fill(cache);
    await cache.invalidateTag("red");
    expect(await cache.getValue("r")).toBeUndefined();
    expect(await cache.multiGetValues(["r", "rg", "g", "none"])).toEqual([undefined, undefined, 3, 4]);
    expect(await cache.exists("rg")).toBe(false);
    expect(await collect(cache.keys())).toEqual(["g", "none"]);
    expect(await cache.delete("r")).toBe(0);
    expect(await cache.deleteMany(["rg", "g"])).toBe(1);
    await fill(cache);
    await cache.invalidateTag("red");
    expect(await cache.touch("r", 5)).toBe(false);
    expect(await cache.incr("r", 5)).toBe(5);
    expect(await cache.getOrCompute("rg", () => "new")).toBe("new");
  });

  suite.case("a value written after an invalidation is valid until the next one", async ({ cache }) => {
    await fill(cache);
    for (let i = 0; i < 3; i++) {
      await cache.invalidateTag("red");
      await cache.setValue("r", i, { tags: ["red"] });
      expect(await cache.multiGetValues(["r", "rg"])).toEqual([i, undefined]);
    }
    await cache.setValue("r", "plain");
    await cache.invalidateTag("red");
    expect(await cache.getValue("r")).toBe("plain");
  });

  suite.case("each of several tags invalidates, and any text is a tag", async ({ cache }) => {
    const tags = ["__proto__", "a/../b", "A", "a", "\u0000", "a"];
    for (const tag of tags) {
      await cache.multiSetValues(
        [
          ["x", { n: 1 }],
          ["y", new Map([[1, 2n]])],
        ],
        { tags },
      );
      expect(await cache.multiGetValues(["x", "y"])).toEqual([{ n: 1 }, new Map([[1, 2n]])]);
      await cache.invalidateTag(tag);
      expect(await cache.multiGetValues(["x", "y"])).toEqual([undefined, undefined]);
    }
  });

  suite.always("a tag without values can be invalidated", async ({ cache }) => {
    await cache.invalidateTag("missing");
    expect((await cache.stats()).entries).toBe(0);
  });

  suite.case("incr and touch keep the tags", async ({ cache }) => {
    await cache.setValue("n", 1, { tags: ["red"], ttlSeconds: 5 });
    expect(await cache.incr("n")).toBe(2);
    expect(await cache.touch("n", 50)).toBe(true);
    await cache.invalidateTag("red");
    expect(await cache.getValue("n")).toBeUndefined();
  });

  suite.asynchronous("a value whose tag is invalidated during its computation is stale at once", async ({ cache }) => {
    const started = deferred();
    const goOn = deferred();
    const options = { tags: ["red"] };
    const compute = async (): Promise<string> => {
      started.resolve();
      await goOn.promise;
      return "old";
    };
    await cache.setValue("other", 1, options);
    const asking = cache.getOrCompute("key", compute, options);
    await started.promise;
    await cache.invalidateTag("red");
    goOn.resolve();
    expect(await asking).toBe("old");
    expect(await cache.getValue("key")).toBeUndefined();
    expect(await cache.getOrCompute("key", () => "new", options)).toBe("new");
    expect(await cache.getOrCompute("key", () => "newer", options)).toBe("new");
  });

  suite.asynchronous("a call after an invalidation does not join a computation begun before it", async ({ cache }) => {
    const started = deferred();
    const goOn = deferred();
    const options = { tags: ["red"] };
    const begun = cache.getOrCompute(
      "key",
      async () => {
        started.resolve();
        await goOn.promise;
        return "old";
      },
      options,
    );
    await started.promise;
    await cache.invalidateTag("red");
    const asking = Array.from({ length: 5 }, () => cache.getOrCompute("key", () => "new", options));
    goOn.resolve();
    expect(await begun).toBe("old");
    expect(await Promise.all(asking)).toEqual(asking.map(() => "new"));
  });

  suite.case("prune removes invalidated values, which stay absent", async ({ cache }) => {
    await fill(cache);
    await cache.invalidateTag("red");
    expect(await cache.prune()).toBe(2);
    expect((await cache.stats()).entries).toBe(2);
    expect(await cache.multiGetValues(["r", "rg", "g"])).toEqual([undefined, undefined, 3]);
    await cache.setValue("r", 1, { tags: ["red"] });
    expect(await cache.getValue("r")).toBe(1);
    await cache.invalidateTag("red");
    expect(await cache.prune()).toBe(1);
  });

  suite.shared("other caches on the store see an invalidation with their next read", async ({ cache, reopen }) => {
    const other = await reopen();
    await fill(cache);
    expect(await other.getValue("r")).toBe(1);
    await cache.invalidateTag("red");
    expect(await other.getValue("r")).toBeUndefined();
    await other.setValue("r", 2, { tags: ["red"] });
    expect(await cache.getValue("r")).toBe(2);
  });
}

async function fill(cache: OpenedCache["cache"]): Promise<void> {
  await cache.setValue("r", 1, { tags: ["red"] });
  await cache.setValue("rg", 2, { tags: ["red", "green"] });
  await cache.setValue("g", 3, { tags: ["green"] });
  await cache.setValue("none", 4);
}
