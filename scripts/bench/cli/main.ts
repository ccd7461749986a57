import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildBundles } from "../../bundles/build-bundles.ts";
import { fillStore } from "../find/store.ts";
import { align } from "../measure/format-table.ts";
import { median } from "../measure/median.ts";
import { makeWorkFolder } from "../measure/work-folder.ts";

const USAGE = `Usage: pnpm bench:cli [options]

Compares exports of a large SQLite store by the command line with a loop that prints each row of the database as JSON, each to a file: CPU time,
wall time and the greatest memory of the process; medians.

  --records N   records of 0.4 KB (1000000)
  --rounds N    rounds (3)
  --folder DIR  where the database is made, or was made by an earlier run; by default, a new folder for temporary files
`;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const RESULTS = fileURLToPath(new URL("../../../packages/cli/bin/results.js", import.meta.url));
const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));

// Code of the processes that are measured. It is no TypeScript, which takes Node 100 MiB of memory to load.

const PRINT_ROWS = (path: string): string => `
import Database from "better-sqlite3";
const database = new Database(${JSON.stringify(path)}, { readonly: true });
for (const row of database.prepare("select * from results order by id").iterate())
  process.stdout.write(JSON.stringify(row) + "\\n");`;

/** Loads the packages as they are built, and prints the use of the process when it ends. */
const SET_UP = (map: string): string => `
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
const bundles = JSON.parse(readFileSync(${JSON.stringify(map)}, "utf8"));
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const url = bundles[resolved.url];
    return url === undefined ? resolved : { ...resolved, url, format: "module" };
  },
});
process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage(); // Its memory may be that of the process that started this one.
  const [, kib] = /^VmHWM:\\s+(\\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
  console.error(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, mib: kib / 1024 }));
});`;

/** Use of a process. */
interface Use {
  readonly cpu: number;
  readonly wall: number;
  readonly mib: number;
}

if (values.help) console.log(USAGE.trimEnd());
else await main(Number(values.records), Number(values.rounds));

async function main(count: number, rounds: number): Promise<void> {
  using temporary = values.folder === undefined ? makeWorkFolder() : undefined;
  const folder = temporary?.path ?? (values.folder as string);
  mkdirSync(folder, { recursive: true });
  const path = await fillStore(folder, count);
  const [bundles = ""] = await buildBundles();
  const map = new URL(bundles.slice("--import=".length)).searchParams.get("map") as string;
  const setUp = `data:text/javascript,${encodeURIComponent(SET_UP(map))}`;
  const flags = [...process.execArgv, "--import", setUp];
  const table = [["", "CPU s", "wall s", "MiB", "CPU / loop"]];
  let loop: Use | undefined;
  for (const [name, words] of [
    ["loop that prints rows", ["--input-type=module", "--eval", PRINT_ROWS(path)]],
    ["export -f jsonl", [RESULTS, "export", path, "--face", "results"]],
  ] as const) {
    const uses = Array.from({ length: rounds }, () => measure([...flags, ...words], join(folder, "output")));
    const of = (key: keyof Use): number => median(uses.map((use) => use[key]));
    const use: Use = { cpu: of("cpu"), wall: of("wall"), mib: of("mib") };
    loop ??= use;
    table.push([name, use.cpu.toFixed(2), use.wall.toFixed(2), use.mib.toFixed(0), (use.cpu / loop.cpu).toFixed(2)]);
  }
  console.log(`${count} records\n${align(table)}`);
}

function measure(words: readonly string[], output: string): Use {
  const file = openSync(output, "w");
  const start = performance.now();
  const { stderr, status } = spawnSync(process.execPath, words, {
    cwd: SCRIPTS,
    stdio: ["ignore", file, "pipe"],
    encoding: "utf8",
  });
  closeSync(file);
  if (status !== 0) throw new Error(`${words.join(" ")} failed: ${stderr}`);
  const use = JSON.parse(stderr.trim().split("\n").at(-1) as string) as Pick<Use, "cpu" | "mib">;
  return { ...use, wall: (performance.now() - start) / 1000 };
}
