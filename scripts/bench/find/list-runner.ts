import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FileBackend } from "@results-manager/backend-fs";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { registerModel } from "@results-manager/core";
import * as v from "valibot";

/** Work of a process that shares a list. */
export interface ListOrder {
  readonly medium: "files" | "sqlite";
  /** Path of the store. */
  readonly place: string;
  /** Folder in which each process notes what it computes. */
  readonly log: string;
  readonly items: number;
  readonly itemMs: number;
  readonly concurrency: number;
}

// Works through a list together with other processes, once it is told to go.
const { medium, place, log, items, itemMs, concurrency } = JSON.parse(process.argv[2] ?? "") as ListOrder;
const Answer = registerModel("Answer", v.object({ item: v.number() }));
await using results = medium === "files" ? new FileBackend(place) : new SqliteBackend(place);
await results.exists("nothing");
console.log("ready");
await once(process.stdin, "data");
const list = Array.from({ length: items }, (_, item) => item);
await results.computeAll(list, {
  id: (item) => ["list", `${item}`],
  model: Answer,
  concurrency,
  compute: async (item) => {
    await delay(itemMs);
    appendFileSync(join(log, `${process.pid}`), `${item}\n`);
    return { item };
  },
});
console.log("done");
process.stdin.destroy();
