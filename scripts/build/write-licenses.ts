import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const INLINED = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Writes `licenses.txt` beside the code of other packages that was built into a folder. */
export function writeLicenses(dist: string): void {
  const folders = new Map<string, string>();
  for (const map of globSync("*.js.map", { cwd: dist })) {
    const { sources } = JSON.parse(readFileSync(join(dist, map), "utf8")) as { readonly sources: readonly string[] };
    for (const source of sources) {
      const [, folder, name] = INLINED.exec(source) ?? [];
      if (folder !== undefined && name !== undefined) folders.set(name, join(dist, folder));
    }
  }
  if (folders.size === 0) return;
  const texts = [...folders].map(([name, folder]) => `${name}\n\n${licenseIn(folder)}`);
  writeFileSync(join(dist, "licenses.txt"), `This folder has code of these packages.\n\n${texts.join("\n---\n\n")}`);
}

function licenseIn(folder: string): string {
  const found = ["LICENSE", "LICENSE.md", "license"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`'${folder}' must have a license.`);
  return readFileSync(found, "utf8");
}
