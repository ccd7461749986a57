import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPackages } from "../build/build-packages.ts";
import { linkDependencies } from "../packaging/link-dependencies.ts";
import { pack } from "../packaging/pack.ts";
import { publicPackages } from "../packaging/public-package.ts";

const PROGRAMS = join(import.meta.dirname, "programs");

/** Programs that every runtime and bundle runs. */
export type Program = "faces" | "blocking";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder that is removed when the process exits. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "results-manager-smoke-")));
  folders.push(folder);
  return folder;
}

/** Installs the packed packages into a new folder, with the programs beside them. */
export async function installConsumer(): Promise<string> {
  const folder = temporaryFolder();
  const nodeModules = join(folder, "node_modules");
  const packages = publicPackages();
  await buildPackages(packages);
  mkdirSync(nodeModules);
  linkDependencies(packages, nodeModules);
  for (const each of packages) pack(each, folder, nodeModules);
  const names = [...packages.map(({ manifest }) => manifest.name), "valibot"];
  const dependencies = Object.fromEntries(names.map((name) => [name, "*"]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies }));
  for (const file of readdirSync(PROGRAMS)) copyFileSync(join(PROGRAMS, file), join(folder, file));
  return folder;
}

/** Copies a consumer without the prebuilt modules of fs-native-extensions, as on a system that has none. */
export function withoutPrebuilt(consumer: string): string {
  const folder = temporaryFolder();
  cpSync(consumer, folder, { recursive: true, verbatimSymlinks: true });
  const installed = join(folder, "node_modules", "fs-native-extensions");
  const complete = realpathSync(installed);
  rmSync(installed);
  cpSync(complete, installed, { recursive: true, filter: (path) => !path.endsWith("prebuilds") });
  return folder;
}
