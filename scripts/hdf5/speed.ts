import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { measureSpeed, speedFolder } from "./measure-speed.ts";

// Compares the speed for a large array with that of h5wasm, and measures the memory that it takes.
for (const line of await measureSpeed()) console.log(line);
const folder = speedFolder();
try {
  const [saving, loading] = ["save", "load"].map((work) => {
    const script = join(import.meta.dirname, "measure-memory.ts");
    return execFileSync(process.execPath, [...process.execArgv, script, work, folder], { encoding: "utf8" }).trim();
  });
  console.log(`memory grows by at most ${saving} times the value to save it, and ${loading} times to load it`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
