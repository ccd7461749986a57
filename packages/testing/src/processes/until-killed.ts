import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, endOf, letGo } from "./child-life.ts";
import type { ChildTask } from "./child-task.ts";
import { startChild } from "./start-child.ts";

/** Options of killing a process. */
export interface Kill {
  /** Least number of lines that the process writes before it is killed, so that a slow machine gets as far as a fast one. */
  readonly leastLines: number;
  /** Longest time for which it works after those lines, in milliseconds. */
  readonly longestRunMs: number;
  /** Ends the process when it is aborted. */
  readonly signal: AbortSignal | undefined;
}

/** Lets a process work and kills it at a random moment; returns the lines it wrote to its standard output, `leastLines` or more. */
export async function untilKilled(
  recipe: BackendRecipe,
  task: ChildTask,
  { leastLines, longestRunMs, signal }: Kill,
): Promise<string[]> {
  const child = startChild(recipe, task, signal);
  try {
    const output = (child.stdout as Readable).setEncoding("utf8");
    let said = "";
    let lines = 0;
    const isWriting = new Promise<void>((resolve) => {
      output.on("data", (text: string) => {
        said += text;
        lines += text.split("\n").length - 1;
        if (lines >= leastLines) resolve();
      });
    });
    const end = endOf(child);
    await letGo([child]).catch(() => end);
    await Promise.race([isWriting, end]);
    await delay(Math.random() * longestRunMs);
    child.kill("SIGKILL");
    const { signal: last, errors } = await end;
    assert.ok(last === "SIGKILL", `A process with the task '${task.name}' must run until it is killed. ${errors}`);
    return said.split("\n").slice(0, -1); // The last line may be cut off.
  } finally {
    await endChildren([child]);
  }
}
