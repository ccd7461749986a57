import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { align } from "../measure/format-table.ts";
import { median } from "../measure/median.ts";
import { RESULTS } from "./command-line.ts";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));

// Code of the processes that are measured. It is no TypeScript, which takes Node 100 MiB of memory to load.

const PRINT_ROWS = (path: string): string => `
import Database from "better-sqlite3";
const database = new Database(${JSON.stringify(path)}, { readonly: true });
for (const row of database.prepare("select * from results order by id").iterate())
  process.stdout.write(JSON.stringify(row) + "\\n");`;

/** Prints the use of the process when it ends. */
const TELL_USE = `
import { readFileSync } from "node:fs";
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

/** Compares exports of a database with a loop that prints its rows, in turn. @param output File that they write. */
export function benchExports(path: string, output: string, rounds: number): string {
  const loop: Use[] = [];
  const ours: Use[] = [];
  for (let round = 0; round < rounds; round++) {
    loop.push(measure(["--input-type=module", "--eval", PRINT_ROWS(path)], output));
    ours.push(measure([RESULTS, "export", path, "--face", "results"], output));
  }
  const of = (uses: readonly Use[], key: keyof Use): number => median(uses.map((use) => use[key]));
  const ofLoop = (uses: readonly Use[], key: keyof Use): number =>
    median(uses.map((use, round) => use[key] / (loop[round] as Use)[key]));
  const rowOf = (name: string, uses: readonly Use[]): string[] => [
    name,
    of(uses, "wall").toFixed(2),
    of(uses, "cpu").toFixed(2),
    of(uses, "mib").toFixed(0),
    ofLoop(uses, "wall").toFixed(2),
    ofLoop(uses, "cpu").toFixed(2),
  ];
  const head = ["", "wall s", "CPU s", "MiB", "wall / loop", "CPU / loop"];
  return align([head, rowOf("loop that prints rows", loop), rowOf("export -f jsonl", ours)]);
}

function measure(words: readonly string[], output: string): Use {
  const file = openSync(output, "w");
  const start = performance.now();
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(TELL_USE)}`];
  const { stderr, status } = spawnSync(process.execPath, [...flags, ...words], {
    cwd: SCRIPTS,
    stdio: ["ignore", file, "pipe"],
    encoding: "utf8",
  });
  closeSync(file);
  if (status !== 0) throw new Error(`${words.join(" ")} failed: ${stderr}`);
  const use = JSON.parse(stderr.trim().split("\n").at(-1) as string) as Pick<Use, "cpu" | "mib">;
  return { ...use, wall: (performance.now() - start) / 1000 };
}
