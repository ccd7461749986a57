import { type AsyncResultsManager, SetBehavior } from "results-manager";
import { packageId } from "./find-packages.ts";
import { type ManifestData, readManifest } from "./manifest.ts";
import { measureFolder } from "./measure-folder.ts";
import { PackageInfo } from "./package-info.ts";

/** Outcome for one package: inspected here, inspected by another process, or left out for an invalid `package.json`. */
export type Finding =
  | { readonly folder: string; readonly outcome: "computed" | "there" }
  | { readonly folder: string; readonly outcome: "misfit"; readonly problem: string };

/** Inspects a package and stores the result, unless another process was faster. */
export async function inspectPackage(results: AsyncResultsManager, folder: string): Promise<Finding> {
  const reading = await readManifest(folder);
  if ("problem" in reading) return { folder, outcome: "misfit", problem: reading.problem };
  const { manifest } = reading;
  const id = packageId(manifest);
  // Only to save work: if another process stores it between this line and the last, SkipIfExists still lets only one win.
  if (await results.exists(id)) return { folder, outcome: "there" };
  const info = {
    name: manifest.name,
    version: manifest.version,
    licence: licenceOf(manifest),
    dependencies: Object.keys(manifest.dependencies).sort(),
    ...measureFolder(folder),
  };
  const stored = await results.set(id, info, { model: PackageInfo, behavior: SetBehavior.SkipIfExists });
  return { folder, outcome: stored ? "computed" : "there" };
}

function licenceOf({ license, licenses }: ManifestData): string {
  return (license.length > 0 ? license : licenses).join(" OR ") || "none stated";
}
