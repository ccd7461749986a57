import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, endOf, letGo } from "./child-life.ts";
import type { ChildReport, ChildTask } from "./child-task.ts";
import { startChild } from "./start-child.ts";

/** Options of running several processes with one task. */
export interface ChildrenOptions {
  readonly processes: number;
  /** Called when all processes have begun. */
  readonly begun?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs processes with one task, started at the same moment; each must end with code 0. None outlives the call. */
export async function runChildren(
  recipe: BackendRecipe,
  task: ChildTask,
  { processes, begun, signal }: ChildrenOptions,
): Promise<readonly ChildReport[]> {
  const children = Array.from({ length: processes }, () => startChild(recipe, task, signal));
  try {
    const reports = Promise.all(children.map((child) => reportOf(child, task)));
    await letGo(children).catch(() => reports); // The end of a process that never was ready explains more.
    return (await Promise.all([reports, begun?.()]))[0];
  } finally {
    await endChildren(children);
  }
}

async function reportOf(child: ChildProcess, task: ChildTask): Promise<ChildReport> {
  let report: ChildReport | undefined;
  child.on("message", (message) => {
    if (typeof message === "object") report = message as ChildReport;
  });
  const { code, signal, errors } = await endOf(child);
  assert.ok(code === 0, `A process with the task '${task.name}' ended with ${code ?? signal}. ${errors}`);
  assert.ok(report, `A process with the task '${task.name}' ended without a report.`);
  return report;
}
