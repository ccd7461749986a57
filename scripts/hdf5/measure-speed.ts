import { hash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hdf5Values } from "@results-manager/backend-hdf5";
import { isCopy, type Round, rawInMemory, rawOnDisk, timed } from "./raw-h5wasm.ts";

const ELEMENTS = 6_250_000;
const ROUNDS = 7;

/** Makes an array of 50 MB. */
export function makeArray(seed: number): Float64Array<ArrayBuffer> {
  return new Float64Array(ELEMENTS).fill(seed + 0.5);
}

/** Makes a folder in memory, where there is one: the disk is not measured. */
export function speedFolder(): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "results-manager-hdf5-"));
}

/** Measures how fast an array of 50 MB is saved and loaded without compression, and compares it with h5wasm alone. */
export async function measureSpeed(): Promise<string[]> {
  const folder = speedFolder();
  try {
    await using values = new Hdf5Values(join(folder, "store"), { compression: 0, durability: "process" });
    await values.save("the thread has started");
    const inMemory = await rawInMemory(join(folder, "memory.h5"));
    const onDisk = await rawOnDisk(join(folder, "disk.h5"));
    const rounds = { ours: [] as Round[], inMemory: [] as Round[], onDisk: [] as Round[], hash: [] as Round[] };
    for (let i = 0; i < ROUNDS; i++) {
      const array = makeArray(i);
      rounds.inMemory.push(inMemory(array));
      rounds.onDisk.push(onDisk(array));
      rounds.ours.push(await ours(values, array));
      const sha = timed(() => hash("sha256", array));
      rounds.hash.push({ save: sha, load: sha });
    }
    const own = medians(rounds.ours);
    const against = (name: string, round: Round): string =>
      `${name}: save ${round.save.toFixed(0)} ms, load ${round.load.toFixed(0)} ms; ` +
      `ratio: save ${(round.save / own.save).toFixed(2)}, load ${(round.load / own.load).toFixed(2)}`;
    return [
      `Float64Array of 50 MB, medians of ${ROUNDS} rounds: save ${own.save.toFixed(0)} ms, load ${own.load.toFixed(0)} ms`,
      against("h5wasm in memory, file written", medians(rounds.inMemory)),
      against("h5wasm/node on the file", medians(rounds.onDisk)),
      against("SHA-256 alone", medians(rounds.hash)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ours(values: Hdf5Values, array: Float64Array): Promise<Round> {
  const start = performance.now();
  const key = await values.save(array);
  const saved = performance.now();
  const loaded = await values.load(key);
  const end = performance.now();
  if (!isCopy(loaded, array)) throw new Error("What was loaded is not what was saved.");
  await values.evict(key);
  return { save: saved - start, load: end - saved };
}

function medians(rounds: readonly Round[]): Round {
  const median = (part: keyof Round): number =>
    rounds.map((round) => round[part]).sort((a, b) => a - b)[rounds.length >> 1] as number;
  return { save: median("save"), load: median("load") };
}
