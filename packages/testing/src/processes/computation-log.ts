import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A computation that some process began. */
export interface LoggedComputation {
  readonly id: string;
  readonly pid: number;
  /** When, in milliseconds since 1970: processes share no other clock. */
  readonly time: number;
}

/** Notes in a file, which processes share, that this one begins a computation. */
export function logComputation(log: string, id: string): void {
  appendFileSync(log, `${JSON.stringify({ id, pid: process.pid, time: Date.now() } satisfies LoggedComputation)}\n`);
}

/** Everything that was begun, in order. */
export function readComputations(log: string): readonly LoggedComputation[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as LoggedComputation);
}
