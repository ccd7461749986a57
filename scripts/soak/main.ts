import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fastestFolder } from "@results-manager/testing/processes";
import { BACKENDS, type SoakedBackend } from "./backends.ts";
import { CACHES } from "./caches.ts";
import { CALLS } from "./calls.ts";
import { soakBackend } from "./soak-backend.ts";
import { soakCache } from "./soak-cache.ts";
import { soakCalls } from "./soak-calls.ts";
import { POSTGRES, type SoakOptions, soakOptions, USAGE } from "./soak-options.ts";
import { soakPostgres } from "./soak-postgres.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

const options = soakOptions(process.argv.slice(2));
if (options.help) console.log(USAGE.trimEnd());
else process.exitCode = await soak(options);

/** Puts every backend under load in every round, and returns the exit code. Leaves no process and no folder behind. */
async function soak({ sizes, backends, rounds, milliseconds, seed, folder }: SoakOptions): Promise<number> {
  const root = mkdtempSync(join(folder ?? fastestFolder(), "results-manager-soak-"));
  const interruption = new AbortController();
  let code = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      code = EXIT_CODES[name];
      interruption.abort();
    });
  }
  const start = performance.now();
  let what = "";
  try {
    for (let round = 0; round < rounds && performance.now() - start < milliseconds; round++) {
      for (const name of backends) {
        what = `--backend ${name} --seed ${seed + round}`;
        const store = mkdtempSync(join(root, `${name}-`));
        const one = {
          folder: store,
          sizes,
          seed: seed + round,
          signal: interruption.signal,
          say: (line: string) => console.log(`${name}: ${line}`),
        };
        const cache = CACHES[name];
        const calls = CALLS[name];
        if (name === POSTGRES) await soakPostgres(one);
        else if (cache) await soakCache(cache, one);
        else if (calls) await soakCalls(calls, one);
        else await soakBackend(BACKENDS[name] as SoakedBackend, one);
        rmSync(store, { recursive: true });
      }
    }
  } catch (error) {
    if (code === 0) {
      console.error(`A guarantee is broken; try again with ${what}\n`, error);
      code = 1;
    } else {
      console.error(`Interrupted in ${what}`);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return code;
}
