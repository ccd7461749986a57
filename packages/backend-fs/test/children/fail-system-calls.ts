import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isResultsError, ModelRegistry, SetBehavior } from "@results-manager/core";
import { number } from "valibot";

// Makes calls while the system refuses some of its own, and tells what each came to.
const [folder = "", how = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const real = { ...fs };
let failing = false;

function fail(names: readonly (keyof typeof fs)[], code: string, when: (path: string) => boolean): void {
  for (const name of names) {
    const original = real[name] as (...args: unknown[]) => unknown;
    const patched = (...args: unknown[]): unknown => {
      const path = args.find((arg) => typeof arg === "string" && when(arg));
      if (!failing || path === undefined) return original.apply(fs, args);
      throw Object.assign(new Error(`${code}: refused, ${name} '${path}'`), { code, syscall: name, path });
    };
    Object.assign(fs, { [name]: patched });
  }
}

let written = 0;
const isRecord = (path: string): boolean => path.endsWith(".json") || path.endsWith("/d");
if (how === "full")
  fail(["openSync", "writeFileSync"], "ENOSPC", (path) => path.includes("/.results-manager/tmp/") && ++written > 1);
if (how === "broken") {
  fail(["openSync", "linkSync", "renameSync", "unlinkSync", "opendirSync", "readdirSync"], "EIO", isRecord);
  fail(["lstatSync"], "EIO", (path) => path.endsWith("x.json"));
}
if (how === "refused") fail(["openSync", "opendirSync", "readdirSync", "lstatSync"], "EACCES", isRecord);
syncBuiltinESMExports();

const { FileBackend } = await import("@results-manager/backend-fs");
const results = new FileBackend(folder, { registry, durability: "process" });

async function said(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: Error & { readonly code?: string }) => {
    return { code: error.code ?? error.name, message: error.message, isOurs: isResultsError(error) };
  });
}

const report: Record<string, unknown> = {};
if (how === "full") {
  failing = true;
  const entries = ["a", "b"].map((id): [string, number] => [id, 1]);
  report.setMany = await said(results.setMany(entries, { model: Count }));
  failing = false;
  report.written = await results.listIds();
} else {
  await results.set("d/a", 1, { model: Count });
  failing = true;
  report.get = await said(results.get("d/a", Count));
  report.set = await said(results.set("d/new", 1, { model: Count }));
  report.overwrite = await said(results.set("d/a", 2, { model: Count, behavior: SetBehavior.Overwrite }));
  report.update = await said(results.update("d/a", Count, () => 2));
  report.delete = await said(results.delete("d/a"));
  report.clear = await said(results.clear("d"));
  report.listIds = await said(results.listIds("d"));
  report.exists = await said(results.exists("d/x"));
  failing = false;
}
await results.close();
process.stdout.write(JSON.stringify(report));
