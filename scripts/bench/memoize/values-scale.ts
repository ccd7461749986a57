import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileValues } from "@results-manager/backend-fs";
import { SqliteValues } from "@results-manager/backend-sqlite";
import { type ValueStorage, ValuesFace } from "@results-manager/core";
import { DestructuringMixin, MemoryStorage } from "@results-manager/core/storage";
import Database from "better-sqlite3";
import { median } from "../measure/median.ts";

const SAMPLES = 200;
const NODES = [1_000, 100_000] as const;

/** Measures the cost of splitting per node, and of a short digest among many and among few keys. */
export async function benchValuesScale(folder: string, many: number, few: number): Promise<string> {
  const lines = [`values-scale: ${await splitting()}`];
  const media = { SQLite: fillSqlite, files: fillFiles };
  for (const [medium, fill] of Object.entries(media)) {
    // A tenth as many files: more would take too long.
    const most = medium === "files" ? Math.ceil(many / 10) : many;
    const large = await fill(join(folder, `values-many-${medium}`), most);
    const small = await fill(join(folder, `values-few-${medium}`), few);
    for (const call of ["expand", "contains"] as const) {
      const [of, base] = [await cost(large, call), await cost(small, call)];
      const ratio = (of / base).toFixed(2);
      lines.push(
        `${call} on ${medium}: ${of.toFixed(1)} µs among ${most}, ${base.toFixed(1)} µs among ${few}, ratio ${ratio}`,
      );
    }
    await large.values.close();
    await small.values.close();
  }
  return lines.join("\n");
}

interface Filled {
  readonly values: ValueStorage;
  readonly keys: readonly string[];
}

async function cost({ values, keys }: Filled, call: "expand" | "contains"): Promise<number> {
  const costs: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const short = (keys[(i * 7_919) % keys.length] as string).slice(0, 12);
    const start = performance.now();
    await values[call](short);
    costs.push((performance.now() - start) * 1000);
  }
  return median(costs);
}

async function fillSqlite(folder: string, count: number): Promise<Filled> {
  mkdirSync(folder);
  const path = join(folder, "values.db");
  const values = new SqliteValues(path, { durability: "process" });
  await values.save("the first save makes the tables");
  const db = new Database(path);
  const insert = db.prepare(
    `insert into results_manager_values (id, model_type, namespace, data, version) values (?, 'value', 'results-manager', '1', 1)`,
  );
  const keys = randomKeys(count);
  db.exec("begin");
  for (const key of keys) insert.run(key);
  db.exec("commit");
  db.close();
  return { values, keys };
}

async function fillFiles(folder: string, count: number): Promise<Filled> {
  const root = join(folder, ".results-manager/values");
  for (let shard = 0; shard < 256; shard++)
    mkdirSync(join(root, shard.toString(16).padStart(2, "0")), { recursive: true });
  const keys = randomKeys(count);
  for (const key of keys) writeFileSync(join(root, key.slice(0, 2), `${key.slice(2)}.record`), "");
  return { values: new FileValues(folder, { durability: "process" }), keys };
}

function randomKeys(count: number): string[] {
  return Array.from({ length: count }, () => randomBytes(32).toString("hex"));
}

/** Measures in memory, so that the splitting dominates. */
async function splitting(): Promise<string> {
  const Split = DestructuringMixin(MemoryStorage);
  const perNode: number[] = [];
  for (const nodes of NODES) {
    const costs: number[] = [];
    const repeats = Math.max(3, Math.ceil(20_000 / nodes));
    for (let i = 0; i < repeats; i++) {
      await using values = new ValuesFace(new Split());
      const value = tree(nodes);
      const start = performance.now();
      await values.save(value);
      costs.push(((performance.now() - start) * 1000) / nodes);
    }
    perNode.push(median(costs));
  }
  const [few = 0, many = 0] = perNode;
  const ratio = (many / few).toFixed(2);
  return `saved in parts, ${many.toFixed(2)} µs per node of ${NODES[1]}, ${few.toFixed(2)} µs per node of ${NODES[0]}, ratio ${ratio}, target 1.5`;
}

/** Makes nested objects, four in each, all different. */
function tree(nodes: number): unknown {
  let made = 0;
  const grow = (count: number): unknown => {
    const node: Record<string, unknown> = { own: made++ };
    const share = Math.ceil((count - 1) / 4);
    for (let left = count - 1; left > 0; left -= share) node[`child${left}`] = grow(Math.min(share, left));
    return node;
  };
  return grow(nodes);
}
