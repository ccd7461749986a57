import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root folder of the repository. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** Targets of an entry of `exports`, by condition. */
export type ExportTargets = Readonly<Record<string, string>>;

/** Returns the source of an entry, relative to its package; `undefined` for a file that is not compiled. */
export function sourceOf(targets: ExportTargets | string): string | undefined {
  return typeof targets === "string" ? undefined : targets["@results-manager/source"];
}

/** Members of a package.json that are checked. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, ExportTargets | string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface PublicPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Lists the published packages of the repository. */
export function publicPackages(): PublicPackage[] {
  const packages = join(ROOT, "packages");
  return readdirSync(packages)
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest }))
    .filter(({ manifest }) => manifest.private !== true);
}
