import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { measureSpeed } from "./measure-speed.ts";

// Compares the speed for a large array with that of h5wasm, and measures the memory that it takes.
for (const line of await measureSpeed()) console.log(line);
const flags = [...process.execArgv, join(import.meta.dirname, "measure-memory.ts")];
process.stdout.write(execFileSync(process.execPath, flags, { encoding: "utf8" }));
