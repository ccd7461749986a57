import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

// Tells which files a full store has synced by itself before it answered what it found written by one that does not sync.
const [folder = ""] = process.argv.slice(2);
const synced: string[] = [];
const { openSync, fsyncSync } = fs;
const { open } = fs.promises;
const opened = new Map<number, string>();
fs.openSync = (path, ...more) => {
  const fd = openSync(path, ...more);
  opened.set(fd, String(path));
  return fd;
};
fs.fsyncSync = (fd) => {
  fsyncSync(fd);
  synced.push(opened.get(fd) ?? "?");
};
fs.promises.open = async (path, ...more) => {
  const file = await open(path, ...more);
  const sync = file.sync.bind(file);
  file.sync = async () => {
    await sync();
    synced.push(String(path));
  };
  return file;
};
syncBuiltinESMExports();

const { ModelRegistry } = await import("@results-manager/core");
const { number } = await import("valibot");
const { SqliteBackend, SqliteValues } = await import("../../src/index.ts");
const registry = new ModelRegistry();
const model = registry.register("Count", number());
const path = join(folder, "made", "by us", "x.db");
const options = { registry, durability: "process" } as const;
await using full = new SqliteBackend(path, { registry });
const report: Record<string, string[]> = { opening: synced.splice(0) };
await using quick = new SqliteBackend(path, options);
await using quickValues = new SqliteValues(path, options);
await using values = new SqliteValues(path, { registry });
// Each store describes the model soon after its first write: a write of its own, which is not what is counted here.
for (const [id, store] of Object.entries({ first: full, second: quick })) {
  await store.set(id, 1, { model });
  await store.schemas();
}
await full.exists("first");
await values.save("first");

async function answers(what: string, write: () => Promise<unknown>, ask: () => Promise<unknown>): Promise<void> {
  await write();
  synced.length = 0;
  await ask();
  report[what] = synced.splice(0);
  await ask();
  report[`${what}, again`] = synced.splice(0);
}

const set = (n: number, behavior: "raise_if_different" | "skip_if_exists" = "raise_if_different") =>
  full.set(`x/${n}`, n, { model, behavior });
await answers(
  "equal",
  () => quick.set("x/1", 1, { model }),
  () => set(1),
);
await answers(
  "several",
  () => quick.set("x/4", 4, { model }),
  () => Promise.all([set(1), set(4)]),
);
await answers(
  "many",
  () => quick.set("x/5", 5, { model }),
  () => full.setMany([["x/5", 5]], { model, behavior: "raise_if_different" }),
);
await answers(
  "value",
  () => quickValues.save([1, 2]),
  () => values.save([1, 2]),
);
await answers(
  "skipped",
  () => quick.set("x/2", 2, { model }),
  () => set(2, "skip_if_exists"),
);
await set(2);
await answers(
  "own",
  () => full.set("own", 1, { model }),
  () => full.set("own", 1, { model, behavior: "raise_if_different" }),
);
process.stdout.write(JSON.stringify(report));
