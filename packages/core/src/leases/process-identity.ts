import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Identity of a process, by which other processes of the machine can check whether it is alive. */
export interface ProcessIdentity {
  /** Boot id of the kernel, equal in all containers of a machine. Empty where the system has none. */
  readonly kernel: string;
  /** Host name and process table (PID namespace). */
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in kernel units, since process ids are reused. Empty where the system does not provide it. */
  readonly started: string;
}

let cachedIdentity: ProcessIdentity | undefined;
let isProcOfThisTable: boolean | undefined;

/** Identity of this process. */
export function processIdentity(): ProcessIdentity {
  if (cachedIdentity) return cachedIdentity;
  cachedIdentity = {
    kernel: readOrEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    host: `${hostname()} ${processTable()}`,
    pid: process.pid,
    started: startTime(process.pid),
  };
  return cachedIdentity;
}

/**
 * Tells whether a process is alive; `undefined` where that cannot be checked from this process. A process with the same id and an
 * unknown start time counts as the same process.
 */
export function isAlive({ kernel, host, pid, started }: ProcessIdentity): boolean | undefined {
  const self = processIdentity();
  if (host !== self.host || kernel !== self.kernel) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startTime(pid);
  if (now === "" || started === "") return true;
  return started === now && !isZombie(pid);
}

/** Tells whether a process runs on the same kernel as this one. */
export function isOfThisKernel({ kernel }: ProcessIdentity): boolean {
  return kernel !== "" && kernel === processIdentity().kernel;
}

function processTable(): string {
  return readOrEmpty(() => readlinkSync("/proc/self/ns/pid"));
}

/** Start time of a process: field 22 of proc(5) stat. */
function startTime(pid: number): string {
  return fieldsOf(pid)[19] ?? "";
}

/** Tells whether a process has ended but its parent has not read its exit code: field 3 of proc(5) stat. */
function isZombie(pid: number): boolean {
  return fieldsOf(pid)[0] === "Z";
}

/** Fields from number 3 on. Field 2, the name, may contain spaces and brackets, so the fields are counted from the last bracket. */
function fieldsOf(pid: number): readonly string[] {
  // A /proc of another process table has other processes under the same ids.
  isProcOfThisTable ??= readOrEmpty(() => readlinkSync("/proc/self")) === String(process.pid);
  if (!isProcOfThisTable) return [];
  return readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)\s*/s, "")).split(" ");
}

/** Reads a value that only some systems provide; empty elsewhere. */
function readOrEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
