import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PublicPackage } from "./public-package.ts";
import { runPnpm } from "./run-tool.ts";

/** A package as it would be published: the tarball, and what is in it. */
export interface PackedPackage extends PublicPackage {
  readonly tarball: string;
  /** The folder it is unpacked into, at the place where a consumer would have it. */
  readonly unpacked: string;
}

/** Packs a package and unpacks it below `nodeModules`. By pnpm, which writes the real versions in place of `workspace:`. */
export function pack(
  published: PublicPackage,
  into: string,
  nodeModules: string,
  unpack: (tarball: string, folder: string) => void,
): PackedPackage {
  const destination = join(into, published.manifest.name.replace("/", "-"));
  mkdirSync(destination, { recursive: true });
  runPnpm(["pack", "--pack-destination", destination], published.folder);
  const [tarball] = readdirSync(destination).filter((name) => name.endsWith(".tgz"));
  if (!tarball) throw new Error(`Packing '${published.manifest.name}' must make a tarball in '${destination}'.`);
  const unpacked = join(nodeModules, published.manifest.name);
  mkdirSync(unpacked, { recursive: true });
  unpack(join(destination, tarball), unpacked);
  return { ...published, tarball: join(destination, tarball), unpacked };
}
