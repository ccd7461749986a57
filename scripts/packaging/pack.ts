import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PublicPackage } from "./public-package.ts";
import { run, runPnpm } from "./run-tool.ts";

/** A package as it would be published: the tarball and its contents. */
export interface PackedPackage extends PublicPackage {
  readonly tarball: string;
  /** Folder it is unpacked into, where a consumer would have it. */
  readonly unpacked: string;
}

/** Packs a package and unpacks it below `nodeModules`. Uses pnpm, which replaces `workspace:` by versions. */
export function pack(published: PublicPackage, into: string, nodeModules: string): PackedPackage {
  const destination = join(into, published.manifest.name.replace("/", "-"));
  mkdirSync(destination, { recursive: true });
  runPnpm(["pack", "--pack-destination", destination], published.folder);
  const [name] = readdirSync(destination).filter((file) => file.endsWith(".tgz"));
  if (!name) throw new Error(`Packing '${published.manifest.name}' must make a tarball in '${destination}'.`);
  const tarball = join(destination, name);
  const unpacked = join(nodeModules, published.manifest.name);
  mkdirSync(unpacked, { recursive: true });
  run("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components=1"], into);
  return { ...published, tarball, unpacked };
}
