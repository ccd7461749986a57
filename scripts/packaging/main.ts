import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { checkBarrels } from "./check-barrels.ts";
import { checkConsumer } from "./check-consumer.ts";
import { checkContents } from "./check-contents.ts";
import { checkImports } from "./check-imports.ts";
import { codeBlocks } from "./code-blocks.ts";
import { linkDependencies } from "./link-dependencies.ts";
import { type PackedPackage, pack } from "./pack.ts";
import { publicPackages, ROOT } from "./public-package.ts";
import { runTool } from "./run-tool.ts";

// Looks at the packages as they would be published, from outside the repository. Ends with exit code 1 at the first fault.
const packages = publicPackages();
runTool("tsc", ["-b", ...packages.map(({ folder }) => relative(ROOT, folder))]);
const folder = mkdtempSync(join(tmpdir(), "results-manager-packaging-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const nodeModules = join(folder, "node_modules");
mkdirSync(nodeModules);
linkDependencies(packages, nodeModules);
const packed = packages.map((each) => pack(each, folder, nodeModules, unpack));
for (const each of packed) {
  const said = [
    checkContents(each),
    checkImports(each),
    await checkBarrels(each),
    await checkManifest(each),
    checkTypes(each),
  ];
  console.log(`${each.manifest.name}: ${said.join(", ")}`);
}
console.log(checkConsumer(folder, packed, codeBlocks(packages)));

function unpack(tarball: string, into: string): void {
  const { status, stderr } = spawnSync("tar", ["-xzf", tarball, "-C", into, "--strip-components=1"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`'${tarball}' must be a tarball: ${stderr}`);
}

async function checkManifest({ manifest, unpacked }: PackedPackage): Promise<string> {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  if (messages.length === 0) return "publint";
  throw new Error(`'${manifest.name}': ${messages.map((message) => formatMessage(message, pkg)).join("\n")}`);
}

function checkTypes({ tarball }: PackedPackage): string {
  runTool("attw", ["--profile", "esm-only", "--no-emoji", "--no-color", tarball]);
  return "attw";
}
