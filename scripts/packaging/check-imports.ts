import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PackedPackage } from "./pack.ts";
import { sourceImports } from "./source-imports.ts";

/**
 * Checks that every source file is reached from an entry point, and that the imported packages are exactly the dependencies that a
 * consumer installs. The workspace hides such faults, because it also has the devDependencies.
 */
export function checkImports({ manifest, unpacked }: PackedPackage): string {
  const reached = new Set<string>();
  const used = new Map<string, string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const specifier of sourceImports(file)) {
      if (specifier.startsWith(".")) reach(join(dirname(file), specifier));
      else if (!specifier.startsWith("node:")) used.set(packageName(specifier), file.slice(unpacked.length + 1));
    }
  };
  for (const targets of Object.values(manifest.exports)) {
    const source = typeof targets === "string" ? undefined : targets["@results-manager/source"];
    if (source) reach(join(unpacked, source));
  }
  const sources = readdirSync(join(unpacked, "src"), { recursive: true, encoding: "utf8" });
  const dead = sources.filter((name) => name.endsWith(".ts") && !reached.has(join(unpacked, "src", name)));
  if (dead.length > 0)
    throw new Error(`src/${dead.join(", src/")} must be imported from an entry point or be removed.`);
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  for (const [name, file] of used) {
    if (!declared.has(name)) throw new Error(`package.json must depend on '${name}', which ${file} imports.`);
  }
  for (const name of declared) {
    if (!used.has(name)) throw new Error(`package.json must not depend on '${name}', which no source imports.`);
  }
  return `${reached.size} sources reached, ${used.size} dependencies used`;
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
