import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A computation that some process began. */
export interface LoggedComputation {
  readonly id: string;
  readonly pid: number;
  /** Time of the start in milliseconds since 1970: processes share no other clock. */
  readonly time: number;
}

/** Records in a file that the processes share that this process begins a computation. */
export function logComputation(log: string, id: string): void {
  appendFileSync(log, `${JSON.stringify({ id, pid: process.pid, time: Date.now() } satisfies LoggedComputation)}\n`);
}

/** Reads all computations that were begun, in order. */
export function readComputations(log: string): readonly LoggedComputation[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as LoggedComputation);
}
