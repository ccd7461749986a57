import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { on, once } from "node:events";
import type { ChildSign } from "./child-task.ts";

/** End of a process. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Text that the process wrote to its standard error. */
  readonly errors: string;
}

/** Waits until a process sends a sign; rejected when it ends before. */
export async function signOf(child: ChildProcess, sign: ChildSign): Promise<void> {
  const errors = errorsOf(child);
  for await (const [message] of on(child, "message", { close: ["close"] })) if (message === sign) return;
  assert.fail(`A process ended before it was '${sign}'. ${errors()}`);
}

/** Starts the tasks of all processes at the same moment, when all are ready. */
export async function letGo(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(children.map((child) => signOf(child, "ready")));
  for (const child of children) child.send("go");
}

/** Waits until a process has ended and all its output was received; rejected when it is aborted. */
export async function endOf(child: ChildProcess): Promise<ChildEnd> {
  const errors = errorsOf(child);
  const [code, signal] = await once(child, "close");
  return { code, signal, errors: errors() };
}

/** Kills processes that still run and waits for their end; after that they write nothing. */
export async function endChildren(children: readonly ChildProcess[]): Promise<void> {
  const living = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ends = living.map((child) => new Promise((resolve) => child.once("exit", resolve)));
  for (const child of living) child.kill("SIGKILL");
  await Promise.all(ends);
}

function errorsOf(child: ChildProcess): () => string {
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return () => errors;
}
