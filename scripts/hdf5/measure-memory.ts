import { existsSync, readFileSync, rmSync } from "node:fs";
import { Hdf5Values } from "@results-manager/backend-hdf5";
import { makeArray, speedFolder } from "./measure-speed.ts";

const STATUS = "/proc/self/status";

// Prints by how many times its size the memory of a new process grows at most, which also starts the thread and loads the library. `save` saves a
// large array; `load` loads one that another process has saved into the folder.
const [work, place] = process.argv.slice(2);
const folder = place ?? speedFolder();
try {
  await using values = new Hdf5Values(folder, { compression: 0, durability: "process" });
  const array = makeArray(1);
  const key = values.digest(array);
  const before = process.memoryUsage.rss();
  await (work === "save" ? values.save(array) : values.load(key));
  console.log(((peak() - before) / array.byteLength).toFixed(2));
} finally {
  if (place === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Greatest size of the memory; what `resourceUsage` tells may be that of the parent process. */
function peak(): number {
  const found = existsSync(STATUS) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(STATUS, "utf8")) : undefined;
  return found ? Number(found[1]) * 1024 : process.memoryUsage.rss();
}
