import type { SqliteBackend } from "@results-manager/backend-sqlite";
import { BenchModel, benchId, benchRecord } from "../records.ts";

/** Sets records by concurrent single calls; returns microseconds per call. */
export async function setBatch(results: SqliteBackend, from: number, count: number): Promise<number> {
  const start = performance.now();
  const calls = Array.from({ length: count }, (_, i) =>
    results.set(benchId(from + i), benchRecord(from + i), { model: BenchModel, behavior: "overwrite" }),
  );
  await Promise.all(calls);
  return ((performance.now() - start) * 1000) / count;
}
