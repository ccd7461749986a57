import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPackages } from "../build/build-packages.ts";
import { checkBarrels } from "./check-barrels.ts";
import { checkBlock } from "./check-block.ts";
import { checkConsumer } from "./check-consumer.ts";
import { checkContents } from "./check-contents.ts";
import { checkImports } from "./check-imports.ts";
import { checkManifest } from "./check-manifest.ts";
import { checkTypes } from "./check-types.ts";
import { checkUsedExports } from "./check-used-exports.ts";
import { codeBlocks } from "./code-blocks.ts";
import { linkDependencies } from "./link-dependencies.ts";
import { type PackedPackage, pack } from "./pack.ts";
import { publicPackages } from "./public-package.ts";
import { report } from "./report.ts";

// Checks the packages as they would be published, from outside the repository. Ends with exit code 1 after any fault.
const packages = publicPackages();
const folder = mkdtempSync(join(tmpdir(), "results-manager-packaging-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const nodeModules = join(folder, "node_modules");
const packed: PackedPackage[] = [];
const ready = await report("all packages, build and pack", async () => {
  await buildPackages(packages);
  mkdirSync(nodeModules);
  linkDependencies(packages, nodeModules);
  packed.push(...packages.map((each) => pack(each, folder, nodeModules)));
  return `${packed.length} tarballs`;
});
for (const each of packed) {
  const { name } = each.manifest;
  await report(`${name}, contents`, () => checkContents(each));
  await report(`${name}, imports`, () => checkImports(each));
  await report(`${name}, exports`, () => checkBarrels(each));
  await report(`${name}, publint`, () => checkManifest(each));
  await report(`${name}, attw`, () => checkTypes(each));
}
const core = packages.find(({ manifest }) => manifest.name === "@results-manager/core");
if (core) await report(`${core.manifest.name}, use of its exports`, () => checkUsedExports(core));
const blocks = codeBlocks(packages);
if (ready && (await report("consumer", () => checkConsumer(folder, packed, blocks)))) {
  for (const block of blocks) await report(block.where, () => checkBlock(folder, block));
}
