import assert from "node:assert/strict";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { startChild } from "./start-child.ts";
import { suiteModels } from "./suite-models.ts";

/** How long a process writes before it is killed, at most, in milliseconds. */
const LONGEST_RUN_MS = 60;
const ID = /^(?:shared|run\d+)\/r?\d+$/;

/**
 * A process is killed at a random moment of a heavy write loop, again and again: every acknowledged write is there, none is torn, and
 * nothing else is listed.
 *
 * @param opened called after each kill, when the store is open again.
 * @returns how many acknowledged writes were looked for.
 * @throws {AssertionError} where the promise is broken.
 */
export async function killedWriter(
  recipe: BackendRecipe,
  { kills, opened }: { readonly kills: number; readonly opened?: (() => void) | undefined },
): Promise<number> {
  const { registry, Line } = suiteModels();
  let acknowledged = 0;
  for (let run = 0; run < kills; run++) {
    const written = await writeUntilKilled(recipe, run);
    await using results = await openRecipe(recipe, registry);
    const ids = await results.listIds();
    opened?.();
    assert.deepEqual(
      ids.filter((id) => !ID.test(id)),
      [],
      "Nothing is listed that nobody wrote.",
    );
    const stored = await results.getMany(ids, Line); // Rejected for anything torn.
    assert.ok(
      stored.every((line) => line?.text.length === 500),
      "Whatever is stored is whole.",
    );
    const read = await results.getMany([...written.keys()], Line);
    assert.deepEqual(
      read.map((line) => line?.n),
      [...written.values()],
      "Every acknowledged write is there.",
    );
    acknowledged += written.size;
  }
  return acknowledged;
}

/** The writes that were acknowledged before the kill. */
async function writeUntilKilled(recipe: BackendRecipe, run: number): Promise<Map<string, number>> {
  const child = startChild(recipe, { name: "write", run });
  const output = child.stdout as Readable;
  const closed = once(child, "close");
  const said = text(output);
  await Promise.race([once(output, "data"), closed]); // From here on it writes.
  await delay(Math.random() * LONGEST_RUN_MS);
  child.kill("SIGKILL");
  assert.deepEqual(await closed, [null, "SIGKILL"], "It writes until it is killed.");
  const lines = (await said).split("\n").slice(0, -1); // The last may be cut off.
  return new Map(lines.map((line) => line.split(" ") as [string, string]).map(([id, n]) => [id, Number(n)]));
}
