import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Finding } from "./inspect-package.ts";

/** Options of sharing the work between processes. */
export interface WorkOptions {
  readonly dir: string;
  readonly processes: number;
  /** Stops the workers, each after its current package. */
  readonly signal: AbortSignal;
  /** Called for every package that a worker has handled. */
  readonly onFinding: (finding: Finding) => void;
}

/**
 * Gives child processes the same packages, each in another order, and waits until all have ended.
 *
 * @returns a sentence about each worker that failed; no package is lost as long as another worker runs.
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
  // A worker that dies before it gets the message is reported by its exit code.
  worker.send(folders, () => {});
  return worker;
}

/** Resolves when a worker has ended and all its messages were received; with its code or signal if it failed. */
async function ended(worker: ChildProcess): Promise<string | undefined> {
  const [[code, signal]] = await Promise.all([once(worker, "exit"), once(worker, "disconnect")]);
  return code === 0 ? undefined : signal === null ? `code ${code}` : String(signal);
}
