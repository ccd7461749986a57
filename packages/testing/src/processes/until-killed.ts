import assert from "node:assert/strict";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, endOf, letGo } from "./child-life.ts";
import type { ChildTask } from "./child-task.ts";
import { startChild } from "./start-child.ts";

/** How a process is killed. */
export interface Kill {
  /** How long it works after its first word, at most, in milliseconds. */
  readonly longestRunMs: number;
  /** Ends the process. */
  readonly signal: AbortSignal | undefined;
}

/** Lets a process work and kills it at a random moment; returns the lines it wrote to its standard output. */
export async function untilKilled(
  recipe: BackendRecipe,
  task: ChildTask,
  { longestRunMs, signal }: Kill,
): Promise<string[]> {
  const child = startChild(recipe, task, signal);
  try {
    const output = (child.stdout as Readable).setEncoding("utf8");
    let said = "";
    output.on("data", (text: string) => {
      said += text;
    });
    const end = endOf(child);
    await letGo([child]).catch(() => end);
    await Promise.race([once(output, "data"), end]); // From here on it writes.
    await delay(Math.random() * longestRunMs);
    child.kill("SIGKILL");
    const { signal: last, errors } = await end;
    assert.ok(last === "SIGKILL", `A process that should '${task.name}' goes on until it is killed. ${errors}`);
    return said.split("\n").slice(0, -1); // The last may be cut off.
  } finally {
    await endChildren([child]);
  }
}
