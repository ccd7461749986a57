import { join } from "node:path";
import { parse } from "yaml";
import type { Incoming } from "../incoming.ts";
import { newResult } from "../new-record.ts";
import { ForeignFolder } from "./foreign-folder.ts";
import { type MetricPoint, parseMetric } from "./mlflow-metric.ts";

const META = "meta.yaml";
const MODEL = "MlflowRun";
const STATUSES = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
/** Levels of folders in the name of a metric, such as `val/loss`. */
const MAX_DEPTH = 16;
/** Size of all files of a run. */
const MAX_BYTES = 2 ** 28;

/** Reads a folder `mlruns` of MLflow: each run is a result `<experiment>/<run>` with its parameters, metrics and tags. */
export async function* readMlflow(path: string): AsyncGenerator<readonly Incoming[], void, undefined> {
  for (const [experiment, folder] of await new ForeignFolder(path).folders()) {
    if (experiment.startsWith(".")) continue; // `.trash` has removed experiments.
    let name = experiment;
    for (const [run, each] of await folder.folders()) {
      if (!(await each.files()).includes(META)) continue; // Models, or artifacts.
      try {
        if ((await folder.files()).includes(META)) name = (await metaOf(folder)).name ?? experiment;
        yield [await new RunFiles(each).read(`${experiment}/${run}`, name)];
      } catch (error) {
        yield [{ place: each.path, error: error as Error }];
      }
    }
  }
}

/** Files of one run. */
class RunFiles {
  readonly #folder: ForeignFolder;
  #size = 0;

  constructor(folder: ForeignFolder) {
    this.#folder = folder;
  }

  async read(id: string, experiment: string): Promise<Incoming> {
    const meta = await metaOf(this.#folder);
    const params = await this.#texts("params");
    const tags = await this.#texts("tags");
    const metrics = new Map<string, readonly MetricPoint[]>();
    for (const [name, text] of await this.#texts("metrics")) metrics.set(name, parseMetric(text));
    const [startTime, endTime] = [timeOf(meta.start_time), timeOf(meta.end_time)];
    const value = {
      ...{ experiment, runName: textOf(meta.run_name), user: textOf(meta.user_id) },
      ...{ status: STATUSES[Number(meta.status)] || meta.status, lifecycleStage: textOf(meta.lifecycle_stage) },
      ...{ startTime: startTime ?? null, endTime: endTime ?? null },
      ...{ params: Object.fromEntries(params), tags: Object.fromEntries(tags) },
      metrics: Object.fromEntries([...metrics].map(([name, points]) => [name, points.at(-1)?.value ?? null])),
      history: Object.fromEntries(metrics),
    };
    const origin = { place: this.#folder.path, size: this.#size };
    return newResult(origin, { id, model: MODEL, value, createdAt: startTime, updatedAt: endTime });
  }

  /** Reads the files of a folder of the run by their names, which have the names of the folders that they are in. */
  async #texts(name: string): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    const collect = async (folder: ForeignFolder, before: string, depth: number): Promise<void> => {
      for (const file of await folder.files()) {
        const text = await folder.text(file).catch((cause: Error) => {
          throw new Error(`'${join(folder.path, file)}' cannot be read: ${cause.message}`, { cause });
        });
        this.#size += text.length;
        if (this.#size > MAX_BYTES) throw new RangeError(`The files of the run have more than ${MAX_BYTES} bytes.`);
        texts.set(before + file, text);
      }
      if (depth === MAX_DEPTH) return;
      for (const [each, within] of await folder.folders()) await collect(within, `${before}${each}/`, depth + 1);
    };
    const found = (await this.#folder.folders()).find(([each]) => each === name);
    if (found) await collect(found[1], "", 0);
    return texts;
  }
}

/** Reads the scalars of a `meta.yaml` as text: a run may have a name such as `1e5`. */
async function metaOf(folder: ForeignFolder): Promise<Readonly<Record<string, string | undefined>>> {
  const meta: unknown = parse(await folder.text(META), { schema: "failsafe", maxAliasCount: 0 });
  if (typeof meta !== "object" || meta === null) throw new TypeError(`Expected '${META}' to have fields.`);
  return Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [
      key,
      typeof value === "string" && value !== "null" ? value : undefined,
    ]),
  );
}

function textOf(text: string | undefined): string | null {
  return text ?? null;
}

function timeOf(text: string | undefined): Date | undefined {
  const time = new Date(text === undefined || text === "" ? Number.NaN : Number(text));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
