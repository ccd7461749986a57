import type { AsyncResultsManager } from "results-manager";
import { startProgress } from "../lib/progress.ts";
import type { InstalledPackage } from "./find-packages.ts";
import type { Finding } from "./inspect-package.ts";
import { runWorkers, type WorkOptions } from "./run-workers.ts";

/** Result of the first stage. */
export interface Inventory {
  readonly computed: number;
  readonly alreadyThere: number;
  /** Folders with an invalid `package.json`, and the reasons. */
  readonly misfits: ReadonlyMap<string, string>;
}

/**
 * Inspects the packages that are not in the store.
 *
 * @throws {Error} if workers died and some packages were not inspected.
 */
export async function takeInventory(
  results: AsyncResultsManager,
  packages: readonly InstalledPackage[],
  options: Pick<WorkOptions, "dir" | "processes" | "signal">,
): Promise<Inventory> {
  const stored = new Set(await results.listIds("packages")); // One listing instead of one call per package.
  const missing = packages.filter(({ id }) => id === undefined || !stored.has(id)).map(({ folder }) => folder);
  const alreadyThere = packages.length - missing.length;
  const findings = new Map<string, Finding>();
  let computed = 0;
  let troubles: readonly string[];
  {
    using progress = startProgress("inspected", missing.length);
    const onFinding = (finding: Finding): void => {
      if (finding.outcome === "computed") computed++;
      findings.set(finding.folder, finding);
      progress.update(findings.size);
    };
    troubles = await runWorkers(missing, { ...options, onFinding });
  }
  options.signal.throwIfAborted();
  for (const trouble of troubles) console.error(trouble);
  const left = missing.length - findings.size;
  if (left > 0) throw new Error(`${left} of ${missing.length} packages were not inspected. Run it again to finish.`);
  return { computed, alreadyThere, misfits: misfitsOf(findings.values()) };
}

function misfitsOf(findings: Iterable<Finding>): ReadonlyMap<string, string> {
  const misfits = new Map<string, string>();
  for (const finding of findings) if (finding.outcome === "misfit") misfits.set(finding.folder, finding.problem);
  return misfits;
}
