import fs, { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// Uses a store, then opens it again beside a folder that a killed process left; prints when fs-extra is loaded, and which functions of the
// process have changed.
const folder = process.argv[2] ?? "";
const functions = () => [process.cwd, process.chdir, fs.close, fs.closeSync];
const loaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => /[/\\](?:fs-extra|graceful-fs)[/\\]/.test(path));

const { FileBackend } = await import("../../src/index.ts");
const { ModelRegistry } = await import("@results-manager/core");
const { number } = await import("valibot");
const before = functions(); // Node replaces `process.chdir` itself when worker threads are imported.
const registry = new ModelRegistry();
const model = registry.register("Count", number());
for (let opened = 1; opened <= 2; opened++) {
  await using results = new FileBackend(folder, { registry });
  await results.set(`a/${opened}`, 1, { model });
  await results.set("a/1", 2, { model, behavior: "overwrite" });
  await results.get("a/1", model);
  await results.update("a/1", model, (n = 0) => n + 1);
  await results.listIds();
  await results.delete("a/1");
}
const inUse = loaded();
const left = join(folder, ".results-manager/tmp/gone");
mkdirSync(left);
writeFileSync(join(left, "1"), "half a rec");
const next = new FileBackend(folder, { registry });
await next.exists("a/1");
await next.close();
const changed = functions().filter((each, i) => each !== before[i]);
process.stdout.write(JSON.stringify({ inUse, afterSweep: loaded(), changed: changed.map(({ name }) => name) }));
