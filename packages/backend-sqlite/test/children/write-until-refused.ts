import { isResultsError, ModelRegistry } from "@results-manager/core";
import { string } from "valibot";
import { openDatabase } from "../../src/driver/native.ts";
import { type Durability, SqliteBackend } from "../../src/index.ts";

// Fills the disk by batches, and looks whether what was acknowledged is there.
const [path = "", durability = "full"] = process.argv.slice(2);
const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const results = new SqliteBackend(path, { registry, durability: durability as Durability });
const acknowledged: string[] = [];
let refused: unknown;
for (let n = 0; refused === undefined; n += 50) {
  const ids = Array.from({ length: 50 }, (_, i) => `id/${n + i}`);
  const settled = await Promise.allSettled(ids.map((id) => results.set(id, "x".repeat(1000), { model: Text })));
  for (const [i, each] of settled.entries()) {
    if (each.status === "fulfilled") acknowledged.push(ids[i] as string);
    else refused ??= each.reason;
  }
}
const read = await results.getMany(acknowledged, Text);
await results.close();
const raw = openDatabase(path, { readOnly: true, mustExist: true });
const report = {
  acknowledged: acknowledged.length,
  missing: read.filter((text) => text?.length !== 1000).length,
  code: (refused as { code?: string }).code,
  isOurs: isResultsError(refused),
  causeCode: ((refused as Error).cause as { code?: string }).code,
  integrity: raw.pragma("integrity_check", { simple: true }),
};
raw.close();
process.stdout.write(JSON.stringify(report));
