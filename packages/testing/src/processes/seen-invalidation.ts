import assert from "node:assert/strict";
import { type BackendRecipe, openCacheRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import type { ChildReport } from "./child-task.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { CACHE_KEY } from "./perform-cache-task.ts";
import { startChild } from "./start-child.ts";

const TAG = "tag";
/** Number of entries that one call sets, to limit the use of memory. */
const TOGETHER = 10_000;

/** Options of an invalidation while other processes read. */
export interface Invalidation {
  readonly processes: number;
  readonly entries: number;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of an invalidation while other processes read. */
export interface InvalidationReport {
  /** Duration of `invalidateTag`, in milliseconds. */
  readonly invalidationMs: number;
  /** Median duration of one `setValue` just before, in milliseconds. */
  readonly setMs: number;
}

/**
 * Invalidates the tag of many entries while other processes read one of them, and asserts that no read that begins later finds it.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function seenInvalidation(
  recipe: BackendRecipe,
  { processes, entries, signal }: Invalidation,
): Promise<InvalidationReport> {
  await using cache = await openCacheRecipe(recipe);
  for (let at = 0; at < entries; at += TOGETHER) {
    const pairs = Array.from({ length: Math.min(TOGETHER, entries - at) }, (_, i) => [`entry/${at + i}`, i] as const);
    await cache.multiSetValues(pairs, { tags: [TAG] });
  }
  await cache.setValue(CACHE_KEY, 1, { tags: [TAG] });
  const readers = Array.from({ length: processes }, () =>
    startChild(recipe, { name: "cache: read until gone" }, signal),
  );
  try {
    const reports = readers.map(
      (reader) =>
        new Promise<ChildReport>((resolve) =>
          reader.on("message", (message) => {
            if (typeof message === "object") resolve(message as ChildReport);
          }),
        ),
    );
    const reading = Promise.all(readers.map((reader) => signOf(reader, "reading")));
    await letGo(readers);
    await reading;
    const sets: number[] = [];
    for (let i = 0; i < 9; i++) sets.push(await timed(() => cache.setValue("one", i)));
    const invalidationMs = await timed(() => cache.invalidateTag(TAG));
    const done = monotonicMs();
    for (const { values } of await Promise.all(reports)) {
      const late = (values[0] as number) - done;
      assert.ok(late <= 0, `No read after the invalidation may find the entry; one did ${late} ms later.`);
    }
    const found = await cache.multiGetValues(["entry/0", `entry/${entries - 1}`]);
    assert.deepEqual(found, [undefined, undefined], "Every entry is absent.");
    return { invalidationMs, setMs: sets.sort((a, b) => a - b)[4] as number };
  } finally {
    await endChildren(readers);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
