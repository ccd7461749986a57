import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { FileBackend } from "@results-manager/backend-fs";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { registerModel } from "@results-manager/core";
import * as v from "valibot";

// Works through a list together with other processes, once it is told to go; prints how many items it has computed.
const { medium, place, items, itemMs, concurrency } = JSON.parse(process.argv[2] ?? "") as {
  readonly medium: "files" | "sqlite";
  readonly place: string;
  readonly items: number;
  readonly itemMs: number;
  readonly concurrency: number;
};
const Answer = registerModel("Answer", v.object({ item: v.number() }));
await using results = medium === "files" ? new FileBackend(place) : new SqliteBackend(place);
await results.exists("nothing");
console.log("ready");
await once(process.stdin, "data");
const list = Array.from({ length: items }, (_, item) => item);
const { computed } = await results.computeAll(list, {
  id: (item) => ["list", `${item}`],
  model: Answer,
  concurrency,
  compute: async (item) => {
    await delay(itemMs);
    return { item };
  },
});
console.log(computed);
process.stdin.destroy();
