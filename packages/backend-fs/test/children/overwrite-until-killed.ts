import { FileBackend } from "@results-manager/backend-fs";
import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";

// Replaces records of a folder at random, as long as it lives.
const [folder = "", count = "0"] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new FileBackend(folder, { registry, durability: "process" });
for (let written = 0; ; written++) {
  const id = `d/k${String(Math.floor(Math.random() * Number(count))).padStart(5, "0")}`;
  await results.set(id, 1, { model: Count, behavior: "overwrite" });
  if (written === 10) process.stdout.write("writing\n");
}
