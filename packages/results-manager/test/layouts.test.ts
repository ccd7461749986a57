import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { Any, CALL, IDS, KEYS, Money, RICH, Run, SPLIT, Step, WRITTEN_AT } from "./layouts/contents.ts";
import { closeFaces, MEDIA } from "./layouts/faces.ts";

const FOLDER = join(import.meta.dirname, "layouts");
/** Stores as each version of the layout has written them; `layouts/write-layout.ts` made them. They are never changed again. */
const VERSIONS = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("there is a store of the first layout", () => expect(VERSIONS).toContain("layout-1"));

describe.for(VERSIONS)("a store of %s", (version) => {
  test.for(Object.entries(MEDIA))("in %s is read, and goes on", async ([, { path, open }]) => {
    const store = join(tempFolder(), path);
    cpSync(join(FOLDER, version, path), store, { recursive: true });
    const faces = open(store, { clock: { now: () => WRITTEN_AT + 180_000 } });
    const { results, cache, calls } = faces;
    const ids = [...IDS, "expiring/late", "rich", "step"].sort();
    expect((await results.listIds()).sort()).toEqual(ids);
    expect(await results.getMany(IDS, Run)).toEqual(
      IDS.map((name, i) => ({ name, losses: name === "a" ? [] : [i, i / 3] })),
    );
    expect(await results.get("rich", Any)).toEqual(RICH);
    expect(await results.get("step")).toBe(7);
    expect(await results.schemas()).toEqual([]); // It was written before models were described.
    expect(await results.info("a")).toMatchObject({
      modelName: "Run",
      namespace: "layouts",
      createdAt: new Date(WRITTEN_AT),
      updatedAt: new Date(WRITTEN_AT + 120_000),
    });
    expect(await results.prune()).toBe(1);
    await expect(results.set("a/b", { name: "x", losses: [] }, { model: Run })).rejects.toThrow(/exists/);
    expect(await results.update("step", Step, (step) => (step ?? 0) + 1)).toBe(8);
    expect((await results.schemas()).map(({ name }) => name)).toEqual([Step.name]);

    expect(await cache.multiGetValues(KEYS)).toEqual(KEYS.map((key) => ({ key })));
    expect(await cache.getValue("rich")).toEqual(RICH);
    expect(await cache.exists("invalidated")).toBe(false);
    expect(await cache.incr("count")).toBe(42);
    await cache.invalidateTag("layout");
    expect(await cache.exists("rich")).toBe(false);

    const { values } = calls;
    expect(await values.load(values.digest(RICH))).toEqual(RICH);
    expect(await values.load(values.digest(SPLIT))).toEqual(SPLIT);
    expect(await values.load("best/model")).toEqual(SPLIT);
    expect(await values.load("with-reference")).toEqual({ inner: SPLIT, price: new Money(7n) });
    expect(await values.gc()).toBe(1);
    expect(await values.contains(values.digest(RICH))).toBe(false);
    const stored = await calls.load(calls.key(CALL));
    expect(stored).toMatchObject({
      name: "train",
      version: "3",
      fingerprint: "f1",
      metadata: { run: { host: "a", steps: 10 } },
    });
    expect(await calls.getOrCompute(CALL, () => expect.fail("the call is stored"))).toEqual(SPLIT);
    const found = [];
    for await (const call of calls.query({
      fingerprint: "f1",
      arguments: { rate: 0.1 },
      metadata: { run: { host: "a" } },
    }))
      found.push(call.key);
    expect(found).toEqual([stored.key]);
    expect(await calls.list()).toEqual([stored.key]);
    await closeFaces(faces);
  });
});
