import { setTimeout } from "node:timers/promises";
import { defineModel, openResults } from "results-manager";
import { any } from "valibot";

// Writes results until its stdin ends.
const [store = "", name = ""] = process.argv.slice(2);
let isOver = false;
process.stdin.resume().once("end", () => {
  isOver = true;
});
const Busy = defineModel("Busy", any());
await using results = await openResults(store, { durability: "process" });
for (let i = 0; !isOver; i++) {
  await results.set(["busy", name, String(i % 50)], { i }, { model: Busy, behavior: "overwrite" });
  if (i === 0) process.stdout.write("writing\n");
  await setTimeout(40);
}
