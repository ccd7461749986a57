import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { FileBackend } from "../../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new FileBackend(process.argv[2] ?? "", { registry });
await results.update("counter", Count, () => {
  process.send?.("holding");
  setInterval(() => {}, 1000); // The lock alone keeps nobody alive.
  return new Promise(() => {});
});
