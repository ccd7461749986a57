import Database from "better-sqlite3";
import { runCode } from "./run-code.ts";
import { runId } from "./store.ts";

const READ_ALL = `
import { readFileSync } from "node:fs";
let entries = 0;
const failed = [];
const start = performance.now();
for await (const { id, error } of results.entries(undefined, undefined, { onError: "yield" })) {
  if (error) failed.push(id);
  else entries++;
}
const seconds = (performance.now() - start) / 1000;
// Other figures may be those of the process that started this one.
const [, kib] = /^VmHWM:\\s+(\\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
const megabytes = Math.round(kib / 1024);
console.log(\`entries: \${entries}, errors: \${failed.slice(0, 3).join()}, \${megabytes} MB resident, at most 200; \${seconds.toFixed(1)} s\`);`;

/** Reads all entries of a store with a damaged record in the middle, and tells the memory of the process. */
export function benchEntries(path: string, count: number): string {
  const damaged = runId(Math.floor(count / 2), count);
  const raw = new Database(path);
  const { data } = raw.prepare("select data from results where id = ?").get(damaged) as { readonly data: string };
  raw.exec("drop index if exists bench_by_accuracy"); // It refuses data that is no JSON.
  const write = raw.prepare("update results set data = ? where id = ?");
  write.run('{"torn', damaged);
  const told = runCode(path, READ_ALL);
  write.run(data, damaged);
  raw.close();
  return told;
}
