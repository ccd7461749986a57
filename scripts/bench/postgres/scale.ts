import { tmpdir } from "node:os";
import { PostgresBackend } from "@results-manager/backend-postgres";
import { Client } from "pg";
import { PostgresServer } from "../../../packages/backend-postgres/test/server/postgres-server.ts";
import { median } from "../measure/median.ts";
import { BenchModel, benchId, benchPrefix, benchRecord } from "../records.ts";

const CHUNK = 10_000;
const SAMPLES = 500;
const BATCH = 1_000;
const PARTITIONS = 16;
const TARGET = 1.5;
/** Memory of the server for pages: its default of 128 MB is a tenth of a million records. */
const MEMORY = "1GB";

/** Measures calls in tables of a million records relative to tables of ten thousand; plain ones, and with partitions. */
export async function benchPostgresScale(many: number, few: number): Promise<string> {
  await using server = await PostgresServer.start({ parent: tmpdir(), settings: { shared_buffers: MEMORY } });
  const lines = [
    `postgres-scale: medians, ratio of ${many} records to ${few}, target ${TARGET}; shared_buffers ${MEMORY}`,
  ];
  for (const partitions of [1, PARTITIONS]) {
    const start = performance.now();
    await using large = await fill(server.url, "large", partitions, many);
    const filled = ((performance.now() - start) * 1000) / many;
    await using small = await fill(server.url, "small", partitions, few);
    lines.push(`${partitions === 1 ? "no" : partitions} partitions; filled with ${filled.toFixed(1)} µs a record`);
    for (const [name, { samples, cost }] of Object.entries(COSTS)) {
      const costs = { large: [] as number[], small: [] as number[] };
      for (let i = 0; i < samples; i++) {
        costs.large.push(await timed(() => cost(large, i * 7_919, many)));
        costs.small.push(await timed(() => cost(small, i * 7_919, few)));
      }
      const [of, base] = [median(costs.large), median(costs.small)];
      const ratio = (of / base).toFixed(2);
      lines.push(`${name}: ${of.toFixed(0)} µs among ${many}, ${base.toFixed(0)} µs among ${few}, ratio ${ratio}`);
    }
  }
  return lines.join("\n");
}

interface Cost {
  readonly samples: number;
  cost(results: PostgresBackend, i: number, count: number): Promise<unknown>;
}

const COSTS: Readonly<Record<string, Cost>> = {
  get: { samples: SAMPLES, cost: (results, i, count) => results.get(benchId(i % count), BenchModel) },
  set: {
    samples: SAMPLES,
    cost: (results, i, count) =>
      results.set(benchId(i % count), benchRecord(i), { model: BenchModel, behavior: "overwrite" }),
  },
  "prefix list": { samples: SAMPLES, cost: (results, i, count) => results.listIds(benchPrefix(i % count)) },
  "1,000 gets": {
    samples: SAMPLES / 10,
    cost: (results, i, count) =>
      results.getMany(
        Array.from({ length: BATCH }, (_, k) => benchId((i + k * 7_907) % count)),
        BenchModel,
      ),
  },
};

async function timed(operation: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await operation();
  return (performance.now() - start) * 1000;
}

async function fill(url: string, name: string, partitions: number, count: number): Promise<PostgresBackend> {
  const schema = `${name}_${partitions}`;
  const results = new PostgresBackend(url, { schema, partitions });
  for (let at = 0; at < count; at += CHUNK) {
    const entries = Array.from(
      { length: Math.min(CHUNK, count - at) },
      (_, i) => [benchId(at + i), benchRecord(at + i)] as const,
    );
    await results.setMany(entries, { model: BenchModel });
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`vacuum analyze ${schema}.results`); // As autovacuum does within minutes.
  await client.query("checkpoint");
  await client.end();
  return results;
}
