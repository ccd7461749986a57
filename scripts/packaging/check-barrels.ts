import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PackedPackage } from "./pack.ts";

/** Entry that has the exports of all, as built. */
const WITH_ALL = "./internal";
const EXPORTED = /^export (type )?\{([^}]*)\} from/gm;

/** Checks that every entry point names each of its exports, and that the compiled module has the same. */
export async function checkBarrels({ folder, manifest, unpacked }: PackedPackage): Promise<string> {
  let exported = 0;
  for (const [path, targets] of Object.entries(manifest.exports)) {
    if (typeof targets === "string") continue;
    const source = targets["@results-manager/source"];
    const { types, default: compiled } = targets;
    if (!source || !compiled || !types) throw new Error(`exports['${path}'] must have source, types and default.`);
    const values = valueNames(join(folder, source));
    const loaded = new Set(Object.keys(await import(pathToFileURL(join(unpacked, compiled)).href)));
    if (values.length === 0) throw new Error(`${source} must export something.`);
    const missing = values.filter((name) => !loaded.has(name));
    if (missing.length > 0)
      throw new Error(`${compiled} must export the values of ${source}; it lacks ${missing.join(", ")}.`);
    if (loaded.size > values.length && path !== WITH_ALL)
      throw new Error(`${compiled} must export nothing else than ${source}; it has ${[...loaded].join(", ")}.`);
    exported += values.length;
  }
  return `${exported} values exported`;
}

/** Returns the names of a barrel that exist at run time. */
function valueNames(barrel: string): string[] {
  return [...readFileSync(barrel, "utf8").matchAll(EXPORTED)]
    .filter(([, isType]) => isType === undefined)
    .flatMap(([, , names = ""]) => names.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => name.replace(/^.* as /, ""))
    .sort();
}
