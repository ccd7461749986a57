import { ModelRegistry, ResultsFace } from "@results-manager/core";
import { string } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type PostgresOptions, PostgresStorage } from "../src/index.ts";
import { CuttingProxy } from "./network/cutting-proxy.ts";
import { inNewSchema, type NewSchema, runRaw, sharedPool } from "./new-schema.ts";

const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const SIZE = 300;
const HOSTILE = "tab\t, line\n, quote\\, NUL\0, mark\u0001, \u{1f600}, \\N, \\.";

let proxy: CuttingProxy;
let schema: NewSchema<PostgresStorage>;
let results: ResultsFace;
/** Statements that were sent, and the beginning of what was sent with them. */
let sent: string[];

beforeEach(async () => {
  proxy = await CuttingProxy.to(inject("postgresUrl"));
  sent = [];
  proxy.fate = (request) => {
    sent.push(request.toString("latin1", 0, 200));
    return "pass";
  };
  schema = inNewSchema((name) => new PostgresStorage(proxy.url, { schema: name, registry }));
  results = new ResultsFace(schema.open());
});

afterEach(async () => {
  await schema.dispose();
  await proxy[Symbol.asyncDispose]();
});

function entries(name: string, size = SIZE): (readonly [string, string])[] {
  return Array.from({ length: size }, (_, i) => [`${name}/${i}`, `${HOSTILE} ${name} ${i}`] as const);
}

/** Copies that were sent. A batch is usually one, but several on a machine that is too busy to prepare it in one turn. */
function copies(): readonly string[] {
  return sent.filter((request) => request.includes("copy "));
}

test.for<PostgresOptions>([{}, { durability: "process" }, { prepare: false }, { partitions: 3 }])(
  "a large batch is copied after one of which nothing existed: %j",
  async (options) => {
    const open = (name: string) => new PostgresStorage(proxy.url, { schema: name, registry, ...options });
    const store = inNewSchema(open, options.partitions);
    const results = new ResultsFace(store.open());
    expect(await results.setMany(entries("a"), { model: Text })).toEqual(entries("a").map(() => true));
    expect(sent.find((request) => /insert into|copy /.test(request))).toContain("insert into");
    const before = copies().length;
    await results.setMany(entries("b"), { model: Text, ttlSeconds: 1000 });
    expect(copies().length).toBeGreaterThan(before);
    const found = await results.getMany(
      entries("b").map(([id]) => id),
      Text,
    );
    expect(found).toEqual(entries("b").map(([, text]) => text));
    const { updatedAt, expiresAt } = await results.info("b/7");
    expect(expiresAt?.getTime()).toBe(updatedAt.getTime() + 1_000_000);
    await store.dispose();
  },
);

test("a pool of an application, whose driver may be another, does not copy", async () => {
  const store = inNewSchema((name) => new PostgresStorage(sharedPool(), { schema: name, registry }));
  const results = new ResultsFace(store.open());
  for (const name of ["a", "b"]) {
    expect(await results.setMany(entries(name), { model: Text })).toEqual(entries(name).map(() => true));
  }
  expect(await results.listIds()).toHaveLength(2 * SIZE);
  await store.dispose();
});

test("a batch that cannot be copied as a whole is written one by one", async () => {
  await results.setMany(entries("a"), { model: Text });
  const some = [...entries("b"), ["a/7", "another"] as const];
  const behavior = "skip_if_exists";
  expect(await results.setMany(some, { model: Text, behavior })).toEqual([...entries("b").map(() => true), false]);
  expect(copies()).not.toEqual([]);
  expect(await results.get("a/7", Text)).toBe(`${HOSTILE} a 7`);
  expect(await results.get("b/7", Text)).toBe(`${HOSTILE} b 7`);
});

test("an expired record is replaced by a batch that was to be copied", async () => {
  await results.setMany(entries("a"), { model: Text });
  await runRaw(`update ${schema.schema}.results set expires_at = 1 where id = 'a/7'`);
  await results.setMany([...entries("b"), ["a/7", "again"]], { model: Text });
  expect(await results.get("a/7", Text)).toBe("again");
});

test("a copy whose answer is lost is not made again, nor told as refused", async () => {
  await results.setMany(entries("a"), { model: Text });
  proxy.fate = (request) => {
    const isCopy = request.includes("copy ");
    sent.push(request.toString("latin1", 0, 200));
    return isCopy ? "lose answer" : "pass";
  };
  expect(await results.setMany(entries("b"), { model: Text })).toEqual(entries("b").map(() => true));
  expect(copies()).not.toEqual([]);
  expect([...new Set(copies())]).toEqual(copies());
  expect(proxy.cuts).toBe(copies().length);
});

test("a copy of a store continues where an earlier one ended", async () => {
  const target = new ResultsFace(schema.open());
  const source = inNewSchema((name) => new PostgresStorage(inject("postgresUrl"), { schema: name, registry }));
  const from = new ResultsFace(source.open());
  await from.setMany(entries("a", 5_000), { model: Text });
  const stop = new AbortController();
  const onProgress = ({ done }: { done: number }) => void (done >= 2_000 && stop.abort(new Error("stopped")));
  await expect(from.copyTo(target, { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
  const before = (await target.listIds()).length;
  expect(before).toBeGreaterThanOrEqual(2_000);
  const seen: number[] = [];
  const summary = await from.copyTo(target, {
    behavior: "skip_if_exists",
    onProgress: ({ done }) => void seen.push(done),
  });
  expect(summary).toEqual({ copied: 5_000 - before, skipped: before });
  expect(seen.at(-1)).toBe(5_000);
  expect(copies().length).toBeGreaterThan(2);
  expect(await target.listIds()).toEqual(await from.listIds());
  await source.dispose();
});
