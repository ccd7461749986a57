import { parseArgs } from "node:util";
import { BACKENDS } from "./backends.ts";
import { CACHES } from "./caches.ts";
import { CALLS } from "./calls.ts";

/** Sizes of the cases. */
export interface SoakSizes {
  readonly processes: number;
  readonly ids: number;
  readonly updates: number;
  readonly computations: number;
  readonly kills: number;
  readonly hostileIds: number;
  readonly incrs: number;
  readonly tasks: number;
  readonly tagged: number;
  readonly calls: number;
  readonly operations: number;
  readonly cuts: number;
  readonly terminations: number;
  readonly restarts: number;
}

/** Options of the command line. */
export interface SoakOptions {
  readonly sizes: SoakSizes;
  readonly backends: readonly string[];
  readonly rounds: number;
  /** Time in milliseconds after which no further round begins. */
  readonly milliseconds: number;
  readonly seed: number;
  readonly folder: string | undefined;
  readonly help: boolean;
}

/** PostgreSQL, whose parts share a server. */
export const POSTGRES = "postgres";

const KNOWN: readonly string[] = [...Object.keys(BACKENDS), ...Object.keys(CACHES), ...Object.keys(CALLS), POSTGRES];

/** Text that `--help` prints. */
export const USAGE = `Usage: pnpm soak [options]

Races and kills real processes, and attacks stores with hostile ids. Ends with exit code 1 if a guarantee is broken.

  --backend NAME      one backend, cache or storage of calls: ${KNOWN.join(", ")}; may be given several times; by default, all
  --rounds N          number of rounds (1), each with another seed
  --minutes N         minutes after which no further round begins
  --processes N       processes of a race (8)
  --ids N             ids of a race (2000)
  --updates N         updates of one counter by each process (500)
  --computations N    computed results (50)
  --kills N           times that a writer is killed (100)
  --hostile-ids N     hostile ids (10000)
  --incrs N           increments of one key of a cache by each process (2000)
  --tasks N           concurrent calls of each process for one value of a cache (200)
  --tagged N          entries of a cache that are invalidated by their tag (100000)
  --calls N           calls that are transformed (100)
  --operations N      operations of four processes on few ids, which must be linearizable (100000)
  --cuts N            connections with PostgreSQL that a slow network cuts (1000)
  --terminations N    connections that PostgreSQL ends (200)
  --restarts N        times that PostgreSQL is killed and started again (50)
  --seed N            seed of the hostile ids; by default, another one each time
  --folder DIR        where the stores are made; by default, a folder in memory if the system has one
`;

/**
 * Reads the command line.
 *
 * @throws {TypeError} when an option is unknown, {@link RangeError} when its value is not possible.
 */
export function soakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", multiple: true, default: [...KNOWN] },
      rounds: { type: "string" },
      minutes: { type: "string" },
      processes: { type: "string", default: "8" },
      ids: { type: "string", default: "2000" },
      updates: { type: "string", default: "500" },
      computations: { type: "string", default: "50" },
      kills: { type: "string", default: "100" },
      "hostile-ids": { type: "string", default: "10000" },
      incrs: { type: "string", default: "2000" },
      tasks: { type: "string", default: "200" },
      tagged: { type: "string", default: "100000" },
      calls: { type: "string", default: "100" },
      operations: { type: "string", default: "100000" },
      cuts: { type: "string", default: "1000" },
      terminations: { type: "string", default: "200" },
      restarts: { type: "string", default: "50" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      folder: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  for (const name of values.backend)
    if (!KNOWN.includes(name)) throw new RangeError(`--backend must be one of ${KNOWN.join(", ")}, got '${name}'.`);
  const { rounds, minutes, folder, help } = values;
  if (rounds !== undefined && minutes !== undefined) throw new RangeError("Give --rounds or --minutes, not both.");
  return {
    sizes: {
      processes: whole("processes", values.processes, 2),
      ids: whole("ids", values.ids),
      updates: whole("updates", values.updates),
      computations: whole("computations", values.computations),
      kills: whole("kills", values.kills),
      hostileIds: whole("hostile-ids", values["hostile-ids"]),
      incrs: whole("incrs", values.incrs),
      tasks: whole("tasks", values.tasks),
      tagged: whole("tagged", values.tagged),
      calls: whole("calls", values.calls),
      operations: whole("operations", values.operations),
      cuts: whole("cuts", values.cuts),
      terminations: whole("terminations", values.terminations),
      restarts: whole("restarts", values.restarts),
    },
    backends: values.backend,
    rounds: minutes === undefined ? whole("rounds", rounds ?? "1") : Number.POSITIVE_INFINITY,
    milliseconds: minutes === undefined ? Number.POSITIVE_INFINITY : whole("minutes", minutes) * 60_000,
    seed: whole("seed", values.seed, 0),
    folder,
    help,
  };
}

function whole(option: string, text: string, least = 1): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && text.trim() !== "") return number;
  throw new RangeError(`--${option} must be a whole number from ${least}, got '${text}'.`);
}
