import { join } from "node:path";
import { MemoryBackend, ModelRegistry } from "@results-manager/core";
import { collect, tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { Connection } from "../src/driver/connection.ts";
import { KeySeek } from "../src/driver/key-seek.ts";
import { SqliteBackend } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const MANY = 150_000;
const FLAT = 700;

test("children with many ids below them, and many without, are counted without those that have expired", async () => {
  const path = join(tempFolder(), "results.db");
  const registry = new ModelRegistry();
  const model = registry.register("N", v.number());
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.set("many/0", 1, { model });
  await results.set("last", 1, { model });
  const raw = openRaw(path);
  onTestFinished(() => void raw.close());
  const insert = `with recursive i(n) as (select 1 union all select n + 1 from i where n < ?)
    insert into results (id, model_type, namespace, data) select ? || n, 'N', 'default', '1' from i`;
  raw.prepare(insert).run(MANY, "many/");
  raw.prepare(insert).run(FLAT, "flat-");
  const children = async (): Promise<Map<string, number>> => {
    const found = await collect(results.children());
    expect(await collect(results.children(undefined, { order: "desc" }))).toEqual(found.toReversed());
    return new Map(found.map(({ id, count }) => [id, count]));
  };
  const found = await children();
  expect([found.size, found.get("many"), found.get("last"), found.get(`flat-${FLAT}`)]).toEqual([
    ...[FLAT + 2, MANY + 1, 1, 1],
  ]);
  raw.prepare("update results set expires_at = 1 where id like 'many/%7' or id = 'flat-7'").run();
  const living = await children();
  expect([living.size, living.get("many"), living.get("flat-7")]).toEqual([FLAT + 1, MANY + 1 - MANY / 10, undefined]);
});

test("children of equal size, and those of another size among them, are counted in every range", async () => {
  const registry = new ModelRegistry();
  const model = registry.register("N", v.number());
  const sizes = [3, 3, 3, 2, 3, 3, 4, 3, 3, 1, 1, 1, 0, 3, 3, 9, 9, 9];
  const childOf = (i: number): string => `c${String(i).padStart(2, "0")}`;
  const below = sizes.flatMap((size, i) => Array.from({ length: size }, (_, n) => `${childOf(i)}/${n}`));
  const ids = [...below, ...below.map((id) => `p/${id}`), "p-q/1", "p-q/2", "p-q/3", "q", "c030", "c04-a/1", "c04-a/2"];
  const memory = new MemoryBackend({ registry });
  await using results = new SqliteBackend(join(tempFolder(), "results.db"), { registry, durability: "process" });
  const living = ids.map((id) => [id, 1] as const);
  for (const store of [memory, results]) await store.setMany(living, { model });
  const prefixes = [undefined, "p", "c02", "c15", "p-q", "p/c08", "none"];
  for (const counts of [true, false]) {
    for (const prefix of prefixes) {
      const children = (store: MemoryBackend | SqliteBackend) => collect(store.children(prefix, { counts }));
      expect(await children(results)).toEqual(await children(memory));
    }
  }
});

test("a page that could not be read is read again, and no key or count is lost or doubled", async () => {
  const path = join(tempFolder(), "results.db");
  const registry = new ModelRegistry();
  const model = registry.register("N", v.number());
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  const ids = ["a", "b/1", "b/2", "b/3", "c", "d/1", "d/2", "e", "f/1", "f/2", "g/1", "g/2", "h/1", "h/2", "i"];
  await results.setMany(
    ids.map((id) => [id, 1] as const),
    { model },
  );
  const connection = new Connection(openRaw(path));
  onTestFinished(() => connection.close());
  const children = (failing: number): unknown => {
    let calls = 0;
    const prepared = connection.statement.bind(connection);
    const refusing = Object.assign(Object.create(connection) as Connection, {
      statement: (text: string) => {
        if (text === "begin" || text === "commit") return prepared(text);
        const call =
          <T>(work: (...values: unknown[]) => T) =>
          (...values: unknown[]): T => {
            if (++calls === failing) throw new Error("database is locked");
            return work(...values);
          };
        const { all, get } = prepared(text).pluck();
        const statement = prepared(text);
        const own = {
          pluck: () => own,
          raw: () => own,
          all: call(all.bind(statement)),
          get: call(get.bind(statement)),
        };
        return own;
      },
    });
    const told: unknown[] = [];
    const next = (id: string): string => (id.includes("/") ? `${id.split("/")[0]}0` : `${id}\0`);
    const noteSkipped = (key: string, count: number): number => told.push([key, count]);
    const scan = new KeySeek(refusing, { next, noteSkipped }, Date.now());
    while (!scan.isDone) {
      try {
        told.push(...scan.next());
      } catch (error) {
        expect((error as Error).message).toBe("database is locked");
      }
    }
    return told.map(String).sort();
  };
  const counted = ["d", "f", "g", "h"].flatMap((child) => [`${child}/1`, `${child}/1,1`]);
  const whole = ["a", "b/1", "b/1,2", "c", "e", "i", ...counted].sort();
  for (let failing = 0; failing < 24; failing++) expect(children(failing)).toEqual(whole);
});
