import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { type AsyncResultsManager, ModelRegistry, openResults, openStore, ref, registerModel } from "results-manager";
import * as v from "valibot";

const registry = new ModelRegistry();
/** Model of the sample's runs. */
export const Run = registerModel(
  "Run",
  v.object({ model: v.string(), accuracy: v.number(), config: v.object({ lr: v.number() }), at: v.date() }),
  { registry },
);

/** Model of one more result. */
export const Other = registerModel("Other", v.object({ a: v.number() }), { registry });

/** Model of any value. */
export const Anything = registerModel("Anything", v.any(), { registry });

/** Media of the tests: a URL for each in a folder. */
export const MEDIA = {
  files: (folder: string) => join(folder, "data"),
  sqlite: (folder: string) => `sqlite:${join(folder, "lab.db")}`,
} as const;

export type MediumName = keyof typeof MEDIA;
export const MEDIUM_NAMES = Object.keys(MEDIA) as MediumName[];

/** Makes a folder, in memory if the system has such a place, that is removed after the test. */
export function makeFolder(): string {
  return tempFolder();
}

/** Makes a store with some runs in a new folder; returns its URL. */
export async function makeSample(medium: MediumName, count = 5): Promise<string> {
  const url = MEDIA[medium](makeFolder());
  await fill(url, async (results) => {
    const runs = Array.from({ length: count }, (_, i) => [["runs", String(i), "score"], runOf(i)] as const);
    await results.setMany(runs, { model: Run });
    await results.set("best", runOf(count - 1), { model: Run });
  });
  return url;
}

/** Adds records of the other faces to a store. */
export async function addFaces(url: string): Promise<void> {
  await using store = await openStore(url, { durability: "process" });
  await store.cache.multiSetValues(
    [
      ["a:1", 1],
      ["b:1", new Date(5)],
    ],
    { tags: ["t"] },
  );
  const digest = await store.values.save({ large: [1n, 2n] }, "some/alias");
  await store.calls.save({ name: "f", arguments: { x: ref(digest) }, result: 3 });
}

/** Opens a store, lets a task write, and closes it. */
export async function fill(url: string, task: (results: AsyncResultsManager) => Promise<unknown>): Promise<void> {
  const results = await openResults(url, { durability: "process", registry });
  try {
    await task(results);
  } finally {
    await results.close();
  }
}

/** Value of a run. */
export function runOf(i: number): v.InferOutput<typeof Run.schema> {
  const accuracy = Math.round((0.5 + i / 10) * 10) / 10;
  return { model: i % 2 === 0 ? "opus" : "haiku", accuracy, config: { lr: 10 ** -i }, at: new Date(i * 1000) };
}
