import { globSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type PublicPackage, ROOT } from "./public-package.ts";

const NAMED = /^(?:import|export) (?:type )?\{([^}]*)\} from "([^"]+)"/gm;
const IMPORTERS = [
  "packages/*/{src,test}/**/*.ts",
  "{.,packages/*}/README.md",
  "{examples,scripts}/*/**/*.ts",
  "examples/*.ts",
];

/** Checks that other code of the repository, or a README, imports every name from the entry that exports it. */
export function checkUsedExports({ folder, manifest }: PublicPackage): string {
  const own = relative(ROOT, folder) + sep;
  const importers = globSync(IMPORTERS, { cwd: ROOT, exclude: ["**/node_modules/**"] });
  const used = new Set(
    importers
      .filter((file) => !file.startsWith(own) || file.endsWith(".md"))
      .flatMap((file) => namesIn(join(ROOT, file)).map(([name, entry]) => `${entry} ${name}`)),
  );
  let count = 0;
  for (const [path, targets] of Object.entries(manifest.exports)) {
    const source = typeof targets === "string" ? undefined : targets["@results-manager/source"];
    if (!source) continue;
    const entry = manifest.name + path.slice(1);
    const names = namesIn(join(folder, source)).map(([name]) => name);
    const unused = names.filter((name) => !used.has(`${entry} ${name}`));
    if (unused.length > 0)
      throw new Error(`${source} must not export names that nothing imports from '${entry}': ${unused.join(", ")}.`);
    count += names.length;
  }
  return `${count} names, all imported`;
}

/** Lists the names that a file imports or exports again, each with the module it comes from. */
function namesIn(file: string): [name: string, from: string][] {
  return [...readFileSync(file, "utf8").matchAll(NAMED)].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim().replace(/^type |\s+as\s.*$/g, ""))
      .filter((name) => name !== "")
      .map((name): [string, string] => [name, from]),
  );
}
