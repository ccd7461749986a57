import { join } from "node:path";
import { makeFolder, valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { defineModel, ModelRegistry, openStore, ref, type Store } from "results-manager";
import * as v from "valibot";
import { expect, test } from "vitest";
import { FACES } from "../src/commands/transfer/chosen-faces.ts";
import { exportLines } from "../src/commands/transfer/export-lines.ts";
import { readRecords } from "../src/commands/transfer/face-records.ts";
import { importItems } from "../src/commands/transfer/import-items.ts";
import { targetOf } from "../src/commands/transfer/import-target.ts";
import { readLines } from "../src/commands/transfer/read-lines.ts";
import { runAlone } from "./run-results.ts";
import { MEDIA, MEDIUM_NAMES } from "./sample-store.ts";

const Anything = defineModel("Anything", v.unknown());
const Pair = defineModel("Pair", v.object({ x: v.number(), text: v.optional(v.string()) }));
const { signal } = new AbortController();

const fill = async (store: Store, values: readonly unknown[]): Promise<void> => {
  const { results, cache, calls } = store;
  await results.setMany(
    values.map((value, i) => [["any", String(i)], value] as const),
    { model: Anything },
  );
  await results.set("pair", { x: 1 }, { model: Pair, ttlSeconds: 1e6 });
  for (const [i, value] of values.entries()) {
    if (value !== undefined)
      await cache.setValue(`k ${i} \u2028\n`, value, i % 2 ? { ttlSeconds: 1e6, tags: ["b", "a"] } : {});
    const digest = await calls.values.save([value, i], i === 0 ? "first/one" : undefined);
    await calls.save({ name: "f", arguments: { value, ref: ref(digest) }, result: value, metadata: { m: { i } } });
  }
};

const exported = async (store: Store): Promise<string> => {
  let text = "";
  const write = async (part: string | Uint8Array): Promise<void> => {
    text += String(part);
  };
  const onError = (_: string, error: Error): never => {
    throw error;
  };
  for (const face of FACES) await exportLines(store, face, { signal, onError }, { isFile: true, write });
  return text;
};

/** Collects all records of a store: an export that left something out would be equal twice. */
const recordsOf = async (store: Store): Promise<readonly unknown[]> => {
  const records: unknown[] = [await store.results.schemas()];
  const onError = (_: string, error: Error): never => {
    throw error;
  };
  for (const face of FACES)
    for await (const page of readRecords(store, face, { signal, onError })) {
      // A database gives the bytes as a Buffer.
      for (const { data, ...record } of page)
        records.push({ ...record, data: data instanceof Uint8Array ? new Uint8Array(data) : data });
    }
  return records;
};

/** Splits text into parts that end within lines and characters. */
async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const withNew = async (task: (store: Store) => Promise<void>, medium: keyof typeof MEDIA): Promise<void> => {
  await using store = await openStore(MEDIA[medium](makeFolder()), {
    durability: "process",
    registry: new ModelRegistry(),
  });
  await task(store);
};

test.each(MEDIUM_NAMES)("export, import and export are byte-equal over %s", async (medium) => {
  const other = medium === "files" ? "sqlite" : "files";
  await fc.assert(
    fc.asyncProperty(fc.array(valueArbitrary(), { maxLength: 4 }), fc.integer({ min: 1, max: 500 }), (values, size) =>
      withNew(async (from) => {
        await fill(from, values);
        const text = await exported(from);
        await withNew(async (to) => {
          const rules = {
            behavior: "raise_if_exists",
            signal,
            onFailure: (error: Error) => expect(error).toBeUndefined(),
          } as const;
          const { bad } = await importItems(readLines(inParts(text, size)), targetOf(to), rules);
          expect(bad).toBe(0);
          expect(await exported(to)).toBe(text);
          expect(await recordsOf(to)).toEqual(await recordsOf(from));
        }, other);
      }, medium),
    ),
    { numRuns: 40 },
  );
});

test("processes export and import the same bytes through pipes", async () => {
  const folder = makeFolder();
  const urls = [join(folder, "a"), `sqlite:${join(folder, "b.db")}`] as const;
  const values = fc.sample(valueArbitrary(), { numRuns: 20, seed: 7 });
  const store = await openStore(urls[0], { durability: "process", registry: new ModelRegistry() });
  await fill(store, [...values, new Uint8Array(300_000).fill(7), "x".repeat(200_000)]);
  await store.close(); // Waits for the descriptions of the models.
  const first = runAlone({}, "export", urls[0]);
  expect(first).toMatchObject({ status: 0, stderr: "" });
  const imported = runAlone({ input: first.stdout }, "import", urls[1]);
  expect(imported).toMatchObject({ status: 0, stderr: "" });
  const again = runAlone({}, "export", urls[1]);
  expect(again.status).toBe(0);
  expect(again.stdout).toBe(first.stdout);
});
