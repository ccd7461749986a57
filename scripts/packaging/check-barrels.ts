import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PackedPackage } from "./pack.ts";

const EXPORTED = /^export (type )?\{([^}]*)\} from/gm;

/** Checks that every entry point names each of its exports, and that source, declarations and compiled module agree. */
export async function checkBarrels({ manifest, unpacked }: PackedPackage): Promise<string> {
  let exported = 0;
  for (const [path, targets] of Object.entries(manifest.exports)) {
    if (typeof targets === "string") continue;
    const source = targets["@results-manager/source"];
    const { types, default: compiled } = targets;
    if (!source || !compiled || !types) throw new Error(`exports['${path}'] must have source, types and default.`);
    const values = valueNames(join(unpacked, source)).join(", ");
    const typed = valueNames(join(unpacked, types)).join(", ");
    const loaded = Object.keys(await import(pathToFileURL(join(unpacked, compiled)).href)).sort();
    if (loaded.length === 0) throw new Error(`${compiled} must export something.`);
    if (typed !== values) throw new Error(`${types} must declare the values of ${source}, ${values}; it has ${typed}.`);
    if (loaded.join(", ") !== values)
      throw new Error(`${compiled} must export the values of ${source}, ${values}; it has ${loaded.join(", ")}.`);
    exported += loaded.length;
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
