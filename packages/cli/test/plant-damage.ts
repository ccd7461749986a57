import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Space } from "@results-manager/core/storage";
import { openStore, type Store } from "results-manager";
import { Run, runOf } from "./sample-store.ts";

/** Fault that was planted: its kind, and the key that names it. */
export interface Planted {
  readonly face: string;
  readonly key: string;
  readonly kind: string;
}

/** Keys of a store that is going to be damaged. */
interface Keys {
  readonly values: Readonly<Record<"torn" | "changed" | "lost" | "part" | "whole" | "misplaced", string>>;
  readonly calls: Readonly<Record<"torn" | "renamed" | "dangling", string>>;
  readonly model: string;
}

const DAMAGED = ["torn", "empty", "bytes", "shape", "types", "replaced"];
/** Ids of results that stay intact. */
export const INTACT: readonly string[] = Array.from({ length: 20 }, (_, i) => `runs/${i}`);

/** Fills a store of each face; returns the keys. */
async function fillStore(url: string): Promise<Keys> {
  await using store = await openStore(url, { durability: "process" });
  const { results, cache, values, calls } = store;
  const ids = [...INTACT, ...DAMAGED.map((name) => `bad/${name}`)];
  await results.setMany(
    ids.map((id, i) => [id, runOf(i % 5)] as const),
    { model: Run },
  );
  await results.set("short/a", runOf(1), { model: Run, ttlSeconds: 3600 });
  for (const key of ["good", "torn"]) await cache.setValue(key, { key });
  const saved: Record<string, string> = {};
  for (const name of ["torn", "changed", "lost", "part", "misplaced"]) saved[name] = await values.save({ name });
  const { ref } = await import("results-manager");
  saved.whole = await values.save({ whole: ref(saved.part as string) });
  await values.save({ kept: 1 }, "kept");
  await values.save({ gone: 1 }, "gone");
  await values.save({ odd: 1 }, "odd");
  const made: Record<string, string> = {};
  for (const name of ["torn", "renamed", "good"]) made[name] = await calls.save({ name, arguments: { x: name } });
  made.dangling = await calls.save({ name: "dangling", arguments: { x: { name: "lost" } } });
  await results.schemas(); // Descriptions that wait to be written are written.
  const model = (await allKeys(store, "models"))[0] as string;
  return { values: saved, calls: made, model } as unknown as Keys;
}

async function allKeys({ results: { storage } }: Store, space: Space): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of storage.scan(space)) keys.push(...page);
  return keys;
}

/** Fills a store of files, and damages it; returns the faults. */
export async function plantInFiles(url: string): Promise<Planted[]> {
  const { values, calls, model } = await fillStore(url);
  await using store = await openStore(url);
  const { storage } = store.results;
  await storage.holds("results"); // Paths are known from the first access on.
  const at = (space: Space, key: string): string => storage.locate(space, key);
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(path, change(readFileSync(path, "utf8")));
  const tear = (text: string): string => text.slice(0, text.length / 2);
  const gone = values.lost;
  edit(at("results", "bad/torn"), tear);
  writeFileSync(at("results", "bad/empty"), "");
  edit(at("results", "bad/bytes"), (text) => text);
  writeFileSync(at("results", "bad/bytes"), Buffer.from('{"model_type": "\xff"}', "latin1"));
  writeFileSync(at("results", "bad/shape"), '{"model_type": 5, "namespace": "default", "data": 1}');
  edit(at("results", "bad/types"), (text) => text.replace('"types": {', '"types": { "no/such": "Date",'));
  rmSync(at("results", "bad/replaced"));
  symlinkSync("nowhere", at("results", "bad/replaced"));
  cpSync(at("results", "runs/1"), join(url, "runs", "\u0001.json"));
  writeFileSync(join(url, "short", ".no-expiry"), "");
  writeFileSync(join(url, ".results-manager", "layout"), "{");
  edit(at("cache", "torn"), tear);
  edit(at("values", values.torn), tear);
  edit(at("values", values.changed), (text) => text.replace("changed", "chamged"));
  rmSync(at("values", gone));
  rmSync(at("values", values.part));
  renameSync(at("values", values.misplaced), join(dirname(at("values", values.torn)), "misplaced.record"));
  edit(at("calls", calls.torn), tear);
  const other = `${"0".repeat(63)}1`;
  cpSync(at("calls", calls.renamed), at("calls", calls.renamed).replace(/[^/]+$/, `${other.slice(2)}.record`));
  edit(at("value_aliases", "odd"), (text) => text.replace(/"data": "[0-9a-f]{64}"/, '"data": "none"'));
  edit(at("value_aliases", "gone"), (text) => text.replace(/"data": "[0-9a-f]{64}"/, `"data": "${gone}"`));
  edit(at("models", model), tear);
  const copied = `${calls.renamed.slice(0, 2)}${other.slice(2)}`;
  return [
    ...recordFaults({ values, calls, model }),
    { face: "results", key: "bad/replaced", kind: "damaged" },
    { face: "store", key: "runs/\u0001.json", kind: "bad name" },
    { face: "store", key: "short/.no-expiry", kind: "damaged" },
    { face: "store", key: ".results-manager/layout", kind: "damaged" },
    { face: "store", key: `.results-manager/values/${values.torn.slice(0, 2)}/misplaced.record`, kind: "bad name" },
    { face: "calls", key: copied, kind: "damaged" },
  ];
}

/** Fills a database, and damages it; returns the faults. */
export async function plantInDatabase(url: string): Promise<Planted[]> {
  const keys = await fillStore(url);
  const { values, calls, model } = keys;
  const raw = new DatabaseSync(url.slice("sqlite:".length), { enableForeignKeyConstraints: false });
  const set = (table: string, column: string, id: string, value: string | number | Uint8Array): void => {
    raw.prepare(`update ${table} set ${column} = ? where id = ?`).run(value, id);
  };
  const remove = (table: string, id: string): void => void raw.prepare(`delete from ${table} where id = ?`).run(id);
  set("results", "data", "bad/torn", '{"torn');
  set("results", "data", "bad/empty", "");
  set("results", "data", "bad/bytes", Uint8Array.of(0xff));
  set("results", "version", "bad/shape", "first");
  set("results", "types", "bad/types", '{"no/such":"Date"}');
  set("results", "expires_at", "bad/replaced", "soon");
  set("results_manager_cache", "data", "torn", "{");
  set("results_manager_values", "data", values.torn, "{");
  set("results_manager_values", "data", values.changed, '{"name":"chamged"}');
  remove("results_manager_values", values.lost);
  remove("results_manager_values", values.part);
  set("results_manager_calls", "data", calls.torn, "{");
  const other = `${"0".repeat(63)}1`;
  set("results_manager_calls", "id", calls.renamed, other);
  set("results_manager_value_aliases", "data", "odd", '"none"');
  set("results_manager_value_aliases", "data", "gone", JSON.stringify(values.lost));
  set("results_manager_models", "data", model, "{");
  set("results_manager_values", "id", values.misplaced, "ABC");
  const columns = "model_type, namespace, data";
  raw.exec(`insert into results (id, ${columns}) select 'a//b', ${columns} from results where id = 'runs/1'`);
  raw.exec(`insert into results (id, ${columns}) select x'00ff', ${columns} from results where id = 'runs/1'`);
  raw.close();
  return [
    ...recordFaults(keys),
    { face: "results", key: "bad/replaced", kind: "damaged" },
    { face: "results", key: "a//b", kind: "bad name" },
    { face: "results", key: "x'00ff'", kind: "bad name" },
    { face: "values", key: "ABC", kind: "bad name" },
    { face: "calls", key: other, kind: "damaged" },
    { face: "store", key: "results_manager_arguments", kind: "database" },
  ];
}

/** Faults that are planted in every medium. */
function recordFaults({ values, calls, model }: Keys): Planted[] {
  return [
    ...["torn", "empty", "bytes", "shape", "types"].map((name) => ({
      face: "results",
      key: `bad/${name}`,
      kind: "damaged",
    })),
    { face: "results", key: `models ${model}`, kind: "damaged" },
    { face: "cache", key: "torn", kind: "damaged" },
    { face: "values", key: values.torn, kind: "damaged" },
    { face: "values", key: values.changed, kind: "damaged" },
    { face: "values", key: values.whole, kind: "dangling" },
    { face: "values", key: "value_aliases odd", kind: "damaged" },
    { face: "values", key: "value_aliases gone", kind: "dangling" },
    { face: "calls", key: calls.torn, kind: "damaged" },
    { face: "calls", key: calls.dangling, kind: "dangling" },
  ];
}
