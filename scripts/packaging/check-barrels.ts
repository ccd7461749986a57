import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PackedPackage } from "./pack.ts";

/** A module specifier, in an import, an export or a `new URL` of a file that is started. */
const RELATIVE = /(?:from|import)\s*\(?\s*"(\.[^"]+)"|new URL\([^)]*"(\.\/[^"]+\.ts)"/g;
const EXPORTED = /^export (type )?\{([^}]*)\} from/gm;

/** Checks that barrels name each export, that types and values agree, and that no source file is out of their reach. */
export async function checkBarrels({ manifest, unpacked }: PackedPackage): Promise<string> {
  const reached = new Set<string>();
  let exported = 0;
  for (const [path, targets] of Object.entries(manifest.exports)) {
    if (typeof targets === "string") continue;
    const source = targets["@results-manager/source"];
    const compiled = targets.default;
    if (!source || !compiled || !targets.types)
      throw new Error(`exports['${path}'] must have source, types and default.`);
    const values = valueNames(readFileSync(join(unpacked, source), "utf8"));
    const typed = valueNames(readFileSync(join(unpacked, targets.types), "utf8"));
    const loaded = Object.keys(await import(pathToFileURL(join(unpacked, compiled)).href)).sort();
    for (const [what, names] of [
      ["the types", typed],
      ["the module", loaded],
    ] as const) {
      if (names.join() !== values.join()) {
        throw new Error(`'${manifest.name}', '${path}': the barrel exports ${values.join()}, ${what} ${names.join()}.`);
      }
    }
    exported += values.length;
    reach(join(unpacked, source), reached);
  }
  const sources = readdirSync(join(unpacked, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const dead = sources.filter((name) => !reached.has(join(unpacked, "src", name)));
  if (dead.length > 0) throw new Error(`'${manifest.name}' has sources that nothing imports: ${dead.join(", ")}.`);
  return `${exported} values exported, ${reached.size} sources reached`;
}

/** The names of a barrel that exist when the program runs. */
function valueNames(barrel: string): string[] {
  return [...barrel.matchAll(EXPORTED)]
    .filter(([, isType]) => isType === undefined)
    .flatMap(([, , names = ""]) => names.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => name.replace(/^.* as /, ""))
    .sort();
}

function reach(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, imported, started] of readFileSync(file, "utf8").matchAll(RELATIVE)) {
    reach(join(dirname(file), imported ?? started ?? ""), reached);
  }
}
