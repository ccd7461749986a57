import { rmSync } from "node:fs";
import { Hdf5Values } from "@results-manager/backend-hdf5";
import { makeArray, speedFolder } from "./measure-speed.ts";

// Prints by how many times its size the memory of a process grows at most while it saves a large array for the first time, and while it loads it.
const folder = speedFolder();
try {
  await using values = new Hdf5Values(folder, { compression: 0, durability: "process" });
  const array = makeArray(1);
  const before = process.memoryUsage.rss();
  const grown = (): string => ((process.resourceUsage().maxRSS * 1024 - before) / array.byteLength).toFixed(2);
  const key = await values.save(array);
  const saved = grown();
  await values.load(key);
  console.log(`memory grows by ${saved} times the value while it is saved, and by ${grown()} until it is loaded, too`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
