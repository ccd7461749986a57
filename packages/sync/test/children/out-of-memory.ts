import { ResultsManager } from "@results-manager/sync";

// A backend that fills the memory of its thread: this one has to be told, and soon.
const module = new URL("../support/unruly-backend.ts", import.meta.url);
const results = new ResultsManager({ backend: { module, export: "UnrulyBackend" } });
try {
  results.exists("a");
  results.get("hoard");
} catch (error) {
  process.stdout.write(`${error}, ${results.exists("a")}\n`);
}
