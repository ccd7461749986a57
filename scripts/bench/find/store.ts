import { existsSync } from "node:fs";
import { join } from "node:path";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { type Model, ModelRegistry } from "@results-manager/core";
import Database from "better-sqlite3";
import * as v from "valibot";

const schema = v.object({
  model: v.string(),
  accuracy: v.number(),
  score: v.number(),
  config: v.object({ lr: v.number(), seed: v.number() }),
  tags: v.array(v.string()),
  note: v.string(),
});

/** Model of the records. */
export type RunModel = Model<typeof schema>;

/** Makes the model of the records, with an index or without. */
export function runModel(isIndexed: boolean): { readonly Run: RunModel; readonly registry: ModelRegistry } {
  const registry = new ModelRegistry();
  const index = isIndexed ? (["accuracy"] as const) : [];
  return { registry, Run: registry.register("Run", schema, { index }) };
}

/** Number of children of the root. */
export const CHILDREN = 2000;
const BATCH = 20_000;

/** Makes a value of about 0.4 KB. */
export function runOf(i: number): v.InferOutput<typeof schema> {
  return {
    model: i % 3 === 0 ? "opus" : "sonnet",
    accuracy: Math.random(),
    score: Math.random(),
    config: { lr: 1e-4 * (i % 10), seed: i },
    tags: ["bench", `shard-${i % 16}`],
    note: "x".repeat(250),
  };
}

/** Makes the id of a record: as many are below each child of the root. */
export function runId(i: number, count: number): string {
  const child = Math.floor((i * CHILDREN) / count);
  return `run-${String(child).padStart(4, "0")}/${String(i).padStart(7, "0")}`;
}

/** Fills a database with records, unless it is there; returns its path. */
export async function fillStore(folder: string, count: number): Promise<string> {
  const path = join(folder, `find-${count}.db`);
  if (existsSync(path)) return path;
  const { Run, registry } = runModel(false);
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  for (let at = 0; at < count; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => at + i);
    await results.setMany(
      batch.map((i) => [runId(i, count), runOf(i)] as const),
      { model: Run },
    );
  }
  return path;
}

/** Opens a database as any other program does, with the index that it would make. */
export function openRaw(path: string): Database.Database {
  const raw = new Database(path);
  raw.exec("create index if not exists bench_by_accuracy on results (data ->> '$.accuracy') where model_type = 'Run'");
  return raw;
}
