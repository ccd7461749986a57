import assert from "node:assert/strict";
import { isResultsError, ModelRegistry, ResultsFace } from "@results-manager/core";
import { number } from "valibot";
import { PostgresStorage } from "../../src/index.ts";

/** Writers that a server or a network fails. */
export interface Writers {
  readonly url: string;
  readonly schema: string;
  /** Number of stores that write. */
  readonly writers: number;
  /** Called when the writers have begun; they stop when it is done. */
  disturb(): Promise<void>;
}

/** Result of writing under failures. */
export interface WritersReport {
  /** Number of writes that were acknowledged, all of which were found. */
  readonly acknowledged: number;
  /** Number of writes whose outcome the store said it does not know. */
  readonly unknown: number;
}

/**
 * Writes and counts with several stores until they are stopped, and asserts that all that was acknowledged is stored, and counted once.
 *
 * @throws {AssertionError} when the guarantee is broken; an error that a caller must not see.
 */
export async function underWriters({ url, schema, writers, disturb }: Writers): Promise<WritersReport> {
  const registry = new ModelRegistry();
  const Count = registry.register("Count", number());
  const stores = Array.from(
    { length: writers },
    () => new PostgresStorage(url, { schema, registry, maxConnections: 3 }),
  );
  const latest = new Map<string, number>();
  let isOver = false;
  let acknowledged = 0;
  let counted = 0;
  let unknown = 0;
  const isKnown = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isResultsError(error, "STORAGE_UNREACHABLE")) throw error;
      unknown++;
      return false;
    }
  };
  const write = async (storage: PostgresStorage, writer: number): Promise<void> => {
    const results = new ResultsFace(storage);
    for (let n = 0; !isOver; n++) {
      const ids = [`w${writer}/${n % 1000}`, `w${writer}/last`];
      const set = (id: string) => results.set(id, n, { model: Count, behavior: "overwrite" });
      while (!(await isKnown(() => Promise.all(ids.map(set)))));
      for (const id of ids) latest.set(id, n);
      acknowledged += ids.length;
      if (await isKnown(() => results.update("counter", Count, (value = 0) => value + 1))) counted++;
    }
  };
  const writing = Promise.all(stores.map(write));
  writing.catch(() => {}); // Awaited below.
  try {
    await disturb();
  } finally {
    isOver = true;
  }
  await writing;
  const results = new ResultsFace(stores[0] as PostgresStorage);
  const ids = [...latest.keys()];
  assert.deepEqual(await results.getMany(ids, Count), [...latest.values()], "What was acknowledged is stored.");
  const counter = (await results.getMany(["counter"], Count))[0] ?? 0;
  assert.ok(counter >= counted, `Each of ${counted} updates counts; got ${counter}.`);
  assert.ok(
    counter <= counted + unknown,
    `Each of ${counted} updates counts once; got ${counter}, ${unknown} unknown.`,
  );
  await Promise.all(stores.map((store) => store.close()));
  return { acknowledged: acknowledged + counted, unknown };
}
