import { CacheFace, ModelRegistry, ResultsFace } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { PostgresStorage } from "../../src/index.ts";
import { newSchemaName, runRaw } from "../new-schema.ts";
import { CuttingProxy, type Fate } from "./cutting-proxy.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
let proxy: CuttingProxy;
let schema: string;
let storage: PostgresStorage;
let results: ResultsFace;
let cache: CacheFace;

beforeEach(async () => {
  proxy = await CuttingProxy.to(inject("postgresUrl"));
  schema = newSchemaName();
  storage = new PostgresStorage(proxy.url, { schema, registry });
  results = new ResultsFace(storage);
  cache = new CacheFace(storage);
  await results.set("ready", 0, { model: Count });
  await cache.setValue("ready", 0);
});

afterEach(async () => {
  await storage.close();
  await proxy[Symbol.asyncDispose]();
  await runRaw(`drop schema ${schema} cascade`);
});

/** Lets the first request that contains a text meet a fate. */
function once(text: string, fate: Fate): void {
  let isOver = false;
  proxy.fate = (request) => {
    if (isOver || !request.includes(text)) return "pass";
    isOver = true;
    return fate;
  };
}

const FATES: readonly Fate[] = ["lose request", "lose answer"];

test.for(FATES)("%s of a write: it is known by its revision, and wins once", async (fate) => {
  // Prepared by now, so that a later request has only its values.
  await results.set("first", 1, { model: Count });
  once("the/id", fate);
  expect(await results.set("the/id", 1, { model: Count })).toBe(true);
  expect(proxy.cuts).toBe(1);
  await expectCode(results.set("the/id", 2, { model: Count }), "RESULT_EXISTS");
});

test("a creation whose answer was lost, and whose record others have replaced, may have taken effect", async () => {
  // The trigger stands for another store, which replaces the record before the connection is back.
  await runRaw(`create function ${schema}.replace() returns trigger language plpgsql as
    $$ begin new.revision := 'of another store'; return new; end $$`);
  await runRaw(`create trigger replace before insert on ${schema}.results
    for each row when (new.id like 'the/%') execute function ${schema}.replace()`);
  once("the/lost", "lose answer");
  const message = /others have written the record since.*It may or may not have taken effect/s;
  await expect(results.set("the/lost", 1, { model: Count })).rejects.toMatchObject({
    code: "STORAGE_UNREACHABLE",
    message: expect.stringMatching(message),
  });
  await expect(results.update("the/other", Count, () => 1)).resolves.toBe(1);
  await expectCode(results.set("the/other", 2, { model: Count }), "RESULT_EXISTS");
});

test.for(FATES)("%s of an overwrite: the first creation time is kept", async (fate) => {
  await results.set("the/id", 1, { model: Count });
  const [before] = await storage.read("results", ["the/id"]);
  once("the/id", fate);
  await results.set("the/id", 2, { model: Count, behavior: "overwrite" });
  const [after] = await storage.read("results", ["the/id"]);
  expect(after).toMatchObject({ data: 2, createdAt: before?.corrupt === undefined ? before?.createdAt : "" });
});

test.for(FATES)("%s of a commit: the server is asked, and a removal counts once", async (fate) => {
  await results.set("the/id", 1, { model: Count });
  once("commit", fate);
  expect(await results.delete("the/id")).toBe(true);
  expect(proxy.cuts).toBe(1);
  expect(await results.delete("the/id")).toBe(false);
});

test.for(FATES)("%s of a commit: a counter is exact", async (fate) => {
  await cache.incr("n");
  once("commit", fate);
  expect(await cache.incr("n")).toBe(2);
  expect(proxy.cuts).toBe(1);
  expect(await cache.getValue("n")).toBe(2);
});

test.for(FATES)("%s of a commit: entries are written together", async (fate) => {
  once("commit", fate);
  await cache.multiSetValues([
    ["a", 1],
    ["b", 2],
  ]);
  expect(proxy.cuts).toBe(1);
  expect(await cache.multiGetValues(["a", "b"])).toEqual([1, 2]);
});

test("an update whose write was lost is made once", async () => {
  await results.set("n", 1, { model: Count });
  for (const fate of FATES) {
    proxy.cuts = 0;
    let reads = 0;
    proxy.fate = (request) => {
      if (!request.includes("n") || reads++ !== 1) return "pass";
      return fate;
    };
    await results.update("n", Count, (n = 0) => n + 1);
    expect(proxy.cuts).toBe(1);
  }
  expect(await results.get("n", Count)).toBe(3);
});

test("idle connections that end harm nothing", async () => {
  for (let i = 0; i < 3; i++) {
    proxy.cut();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await results.get("ready", Count)).toBe(0);
  }
});
