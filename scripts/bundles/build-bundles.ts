import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildCode, entriesOf, scriptsOf } from "../build/build-packages.ts";
import { type PublicPackage, publicPackages, ROOT } from "../packaging/public-package.ts";

/** Folder in the root and in each package. It lies below the package, so that a bundle finds what the package depends on. */
const CACHE = "node_modules/.cache/bundles";
const DAY_MS = 86_400_000;
const HOOK = new URL("use-bundles.ts", import.meta.url);

/**
 * Bundles the packages, unless that has been done for these sources, and returns the flags with which Node takes the bundles for them.
 *
 * A process loads a handful of bundles in a fifth of the time that hundreds of sources take, and tests start many processes.
 */
export async function buildBundles(): Promise<string[]> {
  const packages = publicPackages();
  const outDir = join(CACHE, digestOf(packages));
  const map = join(ROOT, `${outDir}.json`);
  if (!existsSync(map)) {
    removeOld([ROOT, ...packages.map(({ folder }) => folder)]);
    await buildCode(packages, outDir, false);
    // Without it, Node would compile each bundle twice: once to find out that it is a module.
    for (const { folder } of packages) writeFileSync(join(folder, outDir, "package.json"), '{ "type": "module" }');
    mkdirSync(join(ROOT, CACHE), { recursive: true });
    const bundles = packages.flatMap((from) => bundlesOf(from, outDir));
    writeFileSync(`${map}.${process.pid}`, JSON.stringify(Object.fromEntries(bundles)));
    renameSync(`${map}.${process.pid}`, map);
  }
  const hook = new URL(HOOK);
  hook.searchParams.set("map", map);
  return [`--import=${hook}`];
}

/** Removes bundles of sources that have changed since; those of other checks that run now stay. */
function removeOld(folders: readonly string[]): void {
  for (const folder of folders) {
    for (const path of globSync(`${CACHE}/*`, { cwd: folder }).map((found) => join(folder, found))) {
      if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
    }
  }
}

/** Lists sources with their bundles, as URLs. */
function bundlesOf(from: PublicPackage, outDir: string): [source: string, bundle: string][] {
  const scripts = scriptsOf(from).map((script) => [basename(script, ".ts"), script] as const);
  return [...Object.entries(entriesOf(from)), ...scripts].map(([name, source]) => [
    pathToFileURL(join(from.folder, source)).href,
    pathToFileURL(join(from.folder, outDir, `${name}.js`)).href,
  ]);
}

/** SHA-256 of all files that make the bundles. */
function digestOf(packages: readonly PublicPackage[]): string {
  const hash = createHash("sha256").update(readFileSync(join(ROOT, "pnpm-lock.yaml")));
  for (const file of globSync("scripts/{build,bundles}/*.ts", { cwd: ROOT }).sort())
    hash.update(readFileSync(join(ROOT, file)));
  for (const { folder } of packages) {
    for (const file of globSync(["src/**/*.ts", "package.json"], { cwd: folder }).sort()) {
      hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}
