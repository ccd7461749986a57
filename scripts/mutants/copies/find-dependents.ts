import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGES = join(import.meta.dirname, "../../../packages");
const IMPORT = /\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g;
/** Entries of core and of the testing package, which imports core, too. */
const ENTRIES: Readonly<Record<string, string>> = {
  "@results-manager/core": "core/src/index.ts",
  "@results-manager/core/storage": "core/src/storage.ts",
  "@results-manager/core/internal": "core/src/internal.ts",
  "@results-manager/core/internal/valibot": "core/src/valibot.ts",
  "@results-manager/testing": "testing/src/index.ts",
};

/** Finds the files of core and of the testing package that import a file, directly or not, with the file itself, as URLs. */
export function findDependents(file: string): Set<string> {
  const importers = new Map<string, string[]>();
  for (const path of globSync(["core/{src,test}/**/*.ts", "testing/src/**/*.ts"], { cwd: PACKAGES })) {
    const importer = urlOf(path);
    for (const [, plain, onDemand] of readFileSync(new URL(importer), "utf8").matchAll(IMPORT)) {
      const target = plain ?? onDemand ?? "";
      const entry = ENTRIES[target];
      if (entry === undefined && !target.startsWith(".")) continue;
      const imported = entry === undefined ? new URL(target, importer).href : urlOf(entry);
      importers.set(imported, [...(importers.get(imported) ?? []), importer]);
    }
  }
  const found = new Set([pathToFileURL(file).href]);
  for (const url of found) for (const importer of importers.get(url) ?? []) found.add(importer);
  return found;
}

function urlOf(path: string): string {
  return pathToFileURL(join(PACKAGES, path)).href;
}
