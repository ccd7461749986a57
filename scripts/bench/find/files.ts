import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FileBackend } from "@results-manager/backend-fs";
import { align } from "../measure/format-table.ts";
import { median } from "../measure/median.ts";
import { settleDisk } from "../measure/work-folder.ts";
import { runId, runModel, runOf } from "./store.ts";

const LIMIT = 1.3;
const BATCH = 10_000;

/** Compares a query over all results in files with a loop that reads and parses each of them: processor time and wall time; medians. */
export async function benchFiles(folder: string, count: number, rounds: number): Promise<string> {
  const path = join(folder, "files");
  const { Run, registry } = runModel(false);
  await using results = new FileBackend(path, { registry, durability: "process" });
  for (let at = 0; at < count; at += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => at + i);
    await results.setMany(
      ids.map((i) => [runId(i, count), runOf(i)] as const),
      { model: Run },
    );
  }
  settleDisk();
  const ours = async (): Promise<number> => {
    let found = 0;
    for await (const { value } of results.find(Run, { where: { score: { gt: 0.5 } } }))
      found += value.score > 0.5 ? 1 : 0;
    return found;
  };
  const raw = (): number => {
    let found = 0;
    for (const name of globSync("**/*.json", { cwd: path })) {
      const { data } = JSON.parse(readFileSync(join(path, name), "utf8")) as {
        readonly data: { readonly score: number };
      };
      if (data.score > 0.5) found++;
    }
    return found;
  };
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of [
      ["ours", ours],
      ["raw", raw],
    ] as const) {
      const start = performance.now();
      await work();
      if (round > 0) times[name].push(performance.now() - start); // The first round warms up.
    }
  }
  const [found, read] = [median(times.ours), median(times.raw)];
  const ratio = (found / read).toFixed(2);
  return align([
    ["ms of wall time", "ours", "raw", "ratio", "at most"],
    [`find among ${count} files`, found.toFixed(0), read.toFixed(0), ratio, `${LIMIT}`],
  ]);
}
