import { setTimeout } from "node:timers/promises";
import { fill, Run, runOf } from "../sample-store.ts";

// Writes results until its stdin ends.
const [store = "", name = ""] = process.argv.slice(2);
let isOver = false;
process.stdin.resume().once("end", () => {
  isOver = true;
});
await fill(store, async (results) => {
  for (let i = 0; !isOver; i++) {
    await results.set(["busy", name, String(i % 50)], runOf(i % 9), { model: Run, behavior: "overwrite" });
    if (i === 0) process.stdout.write("writing\n");
    await setTimeout(10);
  }
});
