import { readFileSync } from "node:fs";

/**
 * How many milliseconds this thread has been ready to run while others had the processors, since it was started: time that is nobody's
 * fault here. 0 where the system does not say (Documentation/scheduler/sched-stats.rst of the Linux kernel).
 */
export function waitedForProcessor(): number {
  try {
    const [, waitedNs = "0"] = readFileSync("/proc/thread-self/schedstat", "utf8").split(" ");
    return Number(waitedNs) / 1e6;
  } catch {
    return 0; // Not Linux.
  }
}
