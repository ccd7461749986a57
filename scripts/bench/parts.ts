import type { CacheSuite } from "./cache/cache-contender.ts";
import { runCacheSuite } from "./cache/run-cache-suite.ts";
import type { Suite } from "./contender.ts";
import { formatTable } from "./measure/format-table.ts";
import { runSuite } from "./measure/run-suite.ts";

/** Options of a part. */
export interface PartOptions {
  readonly folder: string;
  readonly records: number;
  readonly rounds: number;
  /** Number of records of the parts that measure large stores. */
  readonly scale: number;
}

/** Parts of the bench by name; each loads only the modules that it needs, because memory is also measured. */
export const PARTS: Readonly<Record<string, (options: PartOptions) => Promise<string>>> = {
  "files-process": async (options) => suite((await import("./files/suites.ts")).FILES_PROCESS, options),
  "files-full": async (options) => suite((await import("./files/suites.ts")).FILES_FULL, options),
  "sqlite-process": async (options) => suite((await import("./sqlite/suites.ts")).SQLITE_PROCESS, options),
  "sqlite-full": async (options) => suite((await import("./sqlite/suites.ts")).SQLITE_FULL, options),
  postgres: async (options) => {
    const { onPostgres } = await import("./postgres/on-postgres.ts");
    return onPostgres(options.records, (compared) => suite(compared, options));
  },
  "postgres-scale": async ({ records, scale }) => {
    return (await import("./postgres/scale.ts")).benchPostgresScale(scale, records);
  },
  "cache-memory": async (options) => caches((await import("./cache/suites.ts")).CACHE_MEMORY, options),
  "cache-memory-records": async (options) => caches((await import("./cache/suites.ts")).CACHE_MEMORY_RECORDS, options),
  "cache-sqlite": async (options) => caches((await import("./cache/suites.ts")).CACHE_SQLITE, options),
  "cache-sqlite-full": async (options) => caches((await import("./cache/suites.ts")).CACHE_SQLITE_FULL, options),
  memoize: async ({ folder, records, rounds }) =>
    (await import("./memoize/hits.ts")).benchMemoize(folder, records, rounds),
  "values-scale": async ({ folder, records, scale }) => {
    return (await import("./memoize/values-scale.ts")).benchValuesScale(folder, scale, records);
  },
  "event-loop": async ({ folder, records }) => (await import("./event-loop.ts")).benchEventLoop(folder, records),
  sync: async ({ folder, records, rounds }) =>
    (await import("./sync/round-trips.ts")).benchSync(folder, records, rounds),
  "files-scale": async ({ folder, records, scale }) => {
    return (await import("./files/scale.ts")).benchFilesScale(folder, scale, records);
  },
  "sqlite-batch": async ({ folder, scale }) => {
    return (await import("./sqlite/large-batch.ts")).benchLargeBatch(folder, Math.min(scale, 100_000));
  },
  "sqlite-scale": async ({ folder, records, scale }) => {
    return (await import("./sqlite/scale.ts")).benchSqliteScale(folder, scale, records);
  },
};

async function caches(compared: CacheSuite, options: PartOptions): Promise<string> {
  const figures = await runCacheSuite(compared, options);
  return `${compared.name}: ${options.records} values, medians of ${options.rounds} rounds\n${formatTable(compared, figures)}`;
}

async function suite(compared: Suite, { folder, records, rounds }: PartOptions): Promise<string> {
  const figures = await runSuite(compared, { folder, records, rounds, onStep: showStep });
  return `${compared.name}: ${records} records of 1 KB, medians of ${rounds} rounds\n${formatTable(compared, figures)}`;
}

/** Shows the progress on a terminal only, so that a log contains only the tables. */
function showStep(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(done === total ? "\r\x1b[K" : `\r${done} of ${total}`);
}
