import type { ChildProcess } from "node:child_process";

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that is listened to. */
export interface HeardProcess {
  /** Resolves once it, and every process it started, has ended: all of them hold its output open. */
  readonly ended: Promise<Ended>;
  /** What it has written to its standard output so far. */
  readonly said: () => string;
}

/** Listens to a process whose output is piped, from its start on. */
export function listenToProcess(child: ChildProcess): HeardProcess {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { ended, said: () => stdout };
}
