import type { ChildProcess } from "node:child_process";

/** End of a process and its output. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process whose output is collected. */
export interface HeardProcess {
  /** Resolves when the process and every process it started have ended: all of them hold its output open. */
  readonly ended: Promise<Ended>;
  /** Returns the text that the process has written to its standard output so far. */
  readonly said: () => string;
}

/** Collects the piped output of a process from its start on. */
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
