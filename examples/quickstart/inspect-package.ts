import { type AsyncResultsManager, SetBehavior } from "results-manager";
import { packageId } from "./find-packages.ts";
import { type ManifestData, readManifest } from "./manifest.ts";
import { measureFolder } from "./measure-folder.ts";
import { PackageInfo } from "./package-info.ts";

/** What became of one package: inspected here; inspected by somebody else; or its `package.json` does not fit. */
export type Finding =
  | { readonly folder: string; readonly outcome: "computed" | "there" }
  | { readonly folder: string; readonly outcome: "misfit"; readonly problem: string };

/** Inspects a package and stores what it finds, unless another process was faster. */
export async function inspectPackage(results: AsyncResultsManager, folder: string): Promise<Finding> {
  const reading = await readManifest(folder);
  if ("problem" in reading) return { folder, outcome: "misfit", problem: reading.problem };
  const { manifest } = reading;
  const id = packageId(manifest);
  // Only to save work: had somebody stored it between this line and the last, SkipIfExists would still let one alone win.
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
