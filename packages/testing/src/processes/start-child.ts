import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BackendRecipe } from "./backend-recipe.ts";
import type { ChildReport, ChildTask } from "./child-task.ts";

/** As TypeScript, the processes of the suite need what the one that starts them was given: the packages' sources. */
const IS_SOURCE = import.meta.url.endsWith(".ts");
const CHILD = fileURLToPath(new URL(IS_SOURCE ? "./child.ts" : "./child.js", import.meta.url));

/** Starts a process of the suite; what it writes to its standard output is for the caller. */
export function startChild(recipe: BackendRecipe, task: ChildTask): ChildProcess {
  return fork(CHILD, [JSON.stringify({ recipe, task })], {
    execArgv: IS_SOURCE ? ["--conditions=@results-manager/source"] : [],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
}

/** Runs processes with the same task at the same time, to their ends; each must end well. */
export async function runChildren(
  recipe: BackendRecipe,
  task: ChildTask,
  processes: number,
): Promise<readonly ChildReport[]> {
  const children = Array.from({ length: processes }, () => startChild(recipe, task));
  return Promise.all(
    children.map(async (child) => {
      let report: ChildReport | undefined;
      child.on("message", (message) => {
        report = message as ChildReport;
      });
      const [code, signal] = await once(child, "exit");
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, `A process that should '${task.name}' failed.`);
      assert.ok(report, `A process that should '${task.name}' ended without a report.`);
      return report;
    }),
  );
}
