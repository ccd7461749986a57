import { globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PackedPackage } from "./pack.ts";
import { sourceImports } from "./source-imports.ts";

/**
 * Checks that every source file is reached from an entry point, and that the imported packages are exactly the dependencies that a
 * consumer installs, or built into the package. The workspace hides such faults, because it also has the devDependencies.
 */
export function checkImports({ folder, manifest, unpacked }: PackedPackage): string {
  const reached = new Set<string>();
  const used = new Map<string, string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const specifier of sourceImports(file)) {
      if (specifier.startsWith(".")) reach(join(dirname(file), specifier));
      else if (!specifier.startsWith("node:")) used.set(packageName(specifier), file.slice(folder.length + 1));
    }
  };
  for (const targets of Object.values(manifest.exports)) {
    const source = typeof targets === "string" ? undefined : targets["@results-manager/source"];
    if (source) reach(join(folder, source));
  }
  // A command is not built: it imports what is.
  for (const bin of Object.values(manifest.bin ?? {})) reach(join(folder, bin));
  const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" });
  const dead = sources.filter((name) => name.endsWith(".ts") && !reached.has(join(folder, "src", name)));
  if (dead.length > 0)
    throw new Error(`src/${dead.join(", src/")} must be imported from an entry point or be removed.`);
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  const built = globSync("dist/*.js", { cwd: unpacked }).map((name) => readFileSync(join(unpacked, name), "utf8"));
  const isInlined = (name: string): boolean =>
    manifest.devDependencies?.[name] !== undefined && !built.some((code) => code.includes(`from"${name}"`));
  used.delete(manifest.name);
  for (const [name, file] of used) {
    if (!declared.has(name) && !isInlined(name))
      throw new Error(`package.json must depend on '${name}', which ${file} imports.`);
  }
  for (const name of declared) {
    if (!used.has(name)) throw new Error(`package.json must not depend on '${name}', which no source imports.`);
  }
  return `${reached.size} sources reached, ${used.size} dependencies used`;
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
