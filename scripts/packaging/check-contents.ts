import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import type { PackedPackage } from "./pack.ts";
import { type Manifest, ROOT } from "./public-package.ts";

const ALLOWED =
  /^(?:bin\/[\w-]+\.js$|dist\/[\w-]+\.(?:js|js\.map|d\.ts)$|dist\/licenses\.txt$|README\.md$|LICENSE$|package\.json$)/;
/** Maximum length of a line of code: Node prints the line that throws an uncaught error. */
const MAX_LINE = 1000;
/** Lines that never throw. */
const LIST_OF_NAMES = /^(?:import|export) \{[^{}]*\}/;
const OF_THIS_MACHINE = [resolve(ROOT), homedir() + sep];

/** Checks that a tarball contains the files that its package.json names, the required documents, and nothing else. */
export function checkContents({ manifest, unpacked }: PackedPackage): string {
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)));
  const present = new Set(files);
  for (const file of files) {
    if (!ALLOWED.test(file)) throw new Error(`${file} must not be packed.`);
    const text = readFileSync(join(unpacked, file), "utf8");
    const path = OF_THIS_MACHINE.find((start) => text.includes(start));
    if (path !== undefined) throw new Error(`${file} must not name a path of this machine; it has '${path}'.`);
    if (file.endsWith(".js")) checkLines(file, text);
  }
  for (const needed of ["README.md", "LICENSE"]) {
    if (!present.has(needed)) throw new Error(`${needed} must be packed.`);
  }
  const packed = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as Manifest;
  for (const [name, range] of Object.entries({ ...packed.dependencies, ...packed.peerDependencies })) {
    if (/^(?:workspace|link|file|catalog):/.test(range))
      throw new Error(`package.json must depend on a version of '${name}'; it has '${range}'.`);
  }
  assert.deepEqual(
    packed.exports,
    publishedExports(manifest),
    "publishConfig.exports must be exports without sources.",
  );
  for (const [path, targets] of Object.entries(packed.exports)) {
    for (const target of typeof targets === "string" ? [targets] : Object.values(targets)) {
      if (!present.has(target.replace(/^\.\//, "")))
        throw new Error(`package.json, exports['${path}'] must name a packed file; it has '${target}'.`);
    }
  }
  for (const target of Object.values(packed.bin ?? {})) {
    if (!present.has(target.replace(/^\.\//, "")))
      throw new Error(`package.json, bin must name packed files; it has '${target}'.`);
  }
  return `${files.length} files`;
}

function checkLines(file: string, text: string): void {
  for (const [i, line] of text.split("\n").entries()) {
    if (line.length > MAX_LINE && !LIST_OF_NAMES.test(line))
      throw new Error(`${file}:${i + 1} must have at most ${MAX_LINE} characters; it has ${line.length}.`);
  }
}

function publishedExports({ exports }: Manifest): Manifest["exports"] {
  const entries = Object.entries(exports).map(([path, targets]) => {
    if (typeof targets === "string") return [path, targets];
    const { "@results-manager/source": _source, ...published } = targets;
    return [path, published];
  });
  return Object.fromEntries(entries);
}
