import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { FileBackend } from "@results-manager/backend-fs";
import { MemoryBackend, ModelRegistry } from "@results-manager/core";
import { number } from "valibot";

// Lists a store in which a folder, and a record, may not be read.
const [folder = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new FileBackend(folder, { registry });
const codeOf = (error: { readonly code: string }): string => error.code;
await results.set("a", 1, { model: Count });
mkdirSync(join(folder, "lost+found"));
chmodSync(join(folder, "lost+found"), 0);
const report: Record<string, unknown> = {
  listed: await results.listIds(),
  pruned: await results.prune(),
  copied: await results.copyTo(new MemoryBackend({ registry })),
  asked: await results.listIds("lost+found").catch(codeOf),
};
chmodSync(join(folder, "a.json"), 0);
const refused = await results.get("a", Count).catch((error: Error & { readonly code: string }) => error);
report.unreadable = (refused as { readonly code: string }).code;
report.message = (refused as Error).message;
chmodSync(join(folder, "a.json"), 0o644);
report.cleared = await results.clear();
process.stdout.write(JSON.stringify(report));
