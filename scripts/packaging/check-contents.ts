import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { PackedPackage } from "./pack.ts";
import { type Manifest, ROOT } from "./public-package.ts";

const ALLOWED = /^(?:dist\/|src\/|README\.md$|LICENSE$|package\.json$)/;
const UNWANTED = /\.test\.|\.test-d\.|\.tsbuildinfo$|\.cpuprofile$/;

/** Checks that a tarball holds what it names, all it needs to say, and nothing else. */
export function checkContents({ manifest, unpacked }: PackedPackage): string {
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)));
  for (const file of files) {
    if (!ALLOWED.test(file) || UNWANTED.test(file))
      throw new Error(`'${file}' does not belong into '${manifest.name}'.`);
    if (readFileSync(join(unpacked, file), "utf8").includes(ROOT))
      throw new Error(`'${file}' names a folder of this machine.`);
  }
  for (const needed of ["README.md", "LICENSE"]) {
    if (!files.includes(needed)) throw new Error(`'${manifest.name}' must contain ${needed}.`);
  }
  const packed = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as Manifest;
  for (const [name, range] of Object.entries(packed.dependencies ?? {})) {
    if (/^(?:workspace|link|file):/.test(range))
      throw new Error(`'${manifest.name}' depends on '${name}' by '${range}'.`);
  }
  for (const [path, targets] of Object.entries(packed.exports)) {
    for (const target of typeof targets === "string" ? [targets] : Object.values(targets)) {
      if (!existsSync(join(unpacked, target)))
        throw new Error(`exports['${path}'] names '${target}', which is not there.`);
    }
  }
  return `${files.length} files`;
}
