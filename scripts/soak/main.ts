import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fastestFolder } from "@results-manager/testing/processes";
import { BACKENDS } from "./backends.ts";
import { type SoakSizes, soakBackend } from "./soak-backend.ts";

const USAGE = `Usage: pnpm soak [options]

Races and kills real processes, and attacks stores with hostile ids. Ends with exit code 1 where a promise is broken.

  --backend NAME      one backend: ${Object.keys(BACKENDS).join(", ")}; may be given several times; all unless given
  --rounds N          everything so many times (1), each time with another seed
  --processes N       processes of a race (8)
  --ids N             ids of a race (2000)
  --updates N         updates of one counter by each process (500)
  --computations N    results that are computed (50)
  --kills N           how often a writer is killed (100)
  --hostile-ids N     (10000)
  --seed N            of the hostile ids; another each time unless given
  --folder DIR        where the stores are made; in memory where the system has such a folder, unless given
`;

const { values } = parseArgs({
  options: {
    backend: { type: "string", multiple: true, default: Object.keys(BACKENDS) },
    rounds: { type: "string", default: "1" },
    processes: { type: "string", default: "8" },
    ids: { type: "string", default: "2000" },
    updates: { type: "string", default: "500" },
    computations: { type: "string", default: "50" },
    kills: { type: "string", default: "100" },
    "hostile-ids": { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(USAGE.trimEnd());
} else {
  const root = mkdtempSync(join(values.folder ?? fastestFolder(), "results-manager-soak-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  for (let round = 0; round < count("rounds"); round++) {
    for (const name of values.backend) {
      const backend = BACKENDS[name];
      if (!backend)
        throw new RangeError(`--backend must be one of ${Object.keys(BACKENDS).join(", ")}, got '${name}'.`);
      const sizes: SoakSizes = {
        processes: count("processes"),
        ids: count("ids"),
        updates: count("updates"),
        computations: count("computations"),
        kills: count("kills"),
        hostileIds: count("hostile-ids"),
        seed: count("seed") + round,
      };
      const folder = mkdtempSync(join(root, `${name}-`));
      await soakBackend(backend, folder, sizes, (line) => console.log(`${name}: ${line}`));
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function count(
  option: "rounds" | "processes" | "ids" | "updates" | "computations" | "kills" | "hostile-ids" | "seed",
): number {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`--${option} must be a whole number from 1, got '${values[option]}'.`);
}
