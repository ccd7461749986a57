import { join } from "node:path";
import { letGo, signOf } from "../../src/processes/child-life.ts";
import { startChild } from "../../src/processes/start-child.ts";

// Starts a process of the suite that never ends by itself, and says which.
const memory = { module: "@results-manager/core", export: "MemoryBackend", args: [] };
const child = startChild(memory, { name: "hang", ids: 1, log: join(process.argv[2] ?? "", "log") }, undefined);
await letGo([child]);
await signOf(child, "computing");
process.send?.(child.pid);
