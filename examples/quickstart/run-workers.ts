import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Finding } from "./inspect-package.ts";

/** How work is shared out. */
export interface WorkOptions {
  readonly dir: string;
  readonly processes: number;
  /** Stops the workers, each after the package it is at. */
  readonly signal: AbortSignal;
  /** Called by every worker for every package it comes to. */
  readonly onFinding: (finding: Finding) => void;
}

/**
 * Gives child processes the same packages, each in another order, and waits until all have ended.
 *
 * @returns what went wrong with workers, a sentence each: one that dies costs time, but no package, while another lives.
 */
export async function runWorkers(folders: readonly string[], options: WorkOptions): Promise<readonly string[]> {
  const { processes, signal } = options;
  const workers = Array.from({ length: Math.min(processes, folders.length) }, (_, i) => {
    const start = Math.floor((i * folders.length) / processes);
    return startWorker([...folders.slice(start), ...folders.slice(0, start)], options);
  });
  const stop = (): void => {
    for (const worker of workers) if (worker.connected) worker.disconnect();
  };
  signal.addEventListener("abort", stop);
  try {
    const ends = await Promise.all(workers.map(ended));
    return ends.flatMap((how, i) => (how === undefined ? [] : [`Worker ${i + 1} ended with ${how}.`]));
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

function startWorker(folders: readonly string[], { dir, onFinding }: WorkOptions): ChildProcess {
  const worker = fork(new URL("worker.ts", import.meta.url), [dir]);
  worker.on("message", (finding) => onFinding(finding as Finding));
  // A worker that dies before it can be told shows in how it ended.
  worker.send(folders, () => {});
  return worker;
}

/** Resolves when a worker has ended and all it said was heard; with its code or signal unless it ended well. */
async function ended(worker: ChildProcess): Promise<string | undefined> {
  const [[code, signal]] = await Promise.all([once(worker, "exit"), once(worker, "disconnect")]);
  return code === 0 ? undefined : signal === null ? `code ${code}` : String(signal);
}
