import { type Durability, FileBackend, FileCache } from "@results-manager/backend-fs";
import { ModelRegistry, SetBehavior } from "@results-manager/core";
import { number } from "valibot";

// Makes every call about 'x' in stores where something odd stands in its place, and tells what each call came to.
const [durability = "", face = "", ...folders] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const options = { registry, durability: durability as Durability };

async function said(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: { readonly code?: string; readonly name: string }) => error.code ?? error.name);
}

async function tryResults(folder: string): Promise<object> {
  const results = new FileBackend(folder, options);
  const set = (behavior: SetBehavior) => said(results.set("x", 1, { model: Count, behavior }));
  const many = Array.from({ length: 1100 }, (_, i) => (i === 7 ? "x" : `none/${i}`));
  await results.getMany(many).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 200)); // A thread takes a while to start.
  const report = {
    exists: await said(results.exists("x")),
    get: await said(results.get("x", Count)),
    getMany: await said(results.getMany(["ok", "x"], Count)),
    fromThread: await said(results.getMany(many, Count)),
    beside: await said(results.get("ok", Count)),
    raiseIfExists: await set(SetBehavior.RaiseIfExists),
    raiseIfDifferent: await set(SetBehavior.RaiseIfDifferent),
    skipIfExists: await set(SetBehavior.SkipIfExists),
    update: await said(results.update("x", Count, () => 2)),
    getOrCompute: await said(results.getOrCompute("x", Count, () => 3)),
    listed: await said(results.listIds()),
    cleared: await said(results.clear("x")),
    overwrite: await set(SetBehavior.Overwrite),
    delete: await said(results.delete("x")),
    after: await said(results.exists("x")),
  };
  await results.close();
  return report;
}

async function tryCache(folder: string): Promise<object> {
  const cache = new FileCache(folder, options);
  const report = {
    exists: await said(cache.exists("x")),
    getValue: await said(cache.getValue("x")),
    incr: await said(cache.incr("x")),
    setValue: (await said(cache.setValue("x", 1))) ?? "set",
    again: await said(cache.getValue("x")),
    delete: await said(cache.delete("x")),
    clear: await said(cache.clear()),
  };
  await cache.close();
  return report;
}

const reports: object[] = [];
for (const folder of folders) reports.push(await (face === "cache" ? tryCache(folder) : tryResults(folder)));
process.stdout.write(JSON.stringify(reports));
