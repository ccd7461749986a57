import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process something belongs to, told so that other processes of the machine can see whether it still lives. */
export interface ProcessIdentity {
  /** The kernel it runs on, since that was started; the same in all containers. Empty where the system does not tell. */
  readonly kernel: string;
  /** The machine, and the process table on it. */
  readonly host: string;
  readonly pid: number;
  /** When the process was started, in the kernel's own units: process ids are used again. Empty where the system does not tell. */
  readonly started: string;
}

let own: ProcessIdentity | undefined;
let canReadOthers: boolean | undefined;

/** This process. */
export function processIdentity(): ProcessIdentity {
  if (own) return own;
  own = {
    kernel: quietly(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    host: `${hostname()} ${processTable()}`,
    pid: process.pid,
    started: startOf(process.pid),
  };
  return own;
}

/**
 * Tells whether a process lives; `undefined` where that cannot be seen from here. Where a process has the id, but when it was started is
 * hidden, it is taken for the same.
 */
export function isAlive({ kernel, host, pid, started }: ProcessIdentity): boolean | undefined {
  const self = processIdentity();
  if (host !== self.host || kernel !== self.kernel) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  if (now === "" || started === "") return true;
  return started === now && !isZombie(pid);
}

/** Tells whether a process runs on the kernel of this one. */
export function isOfThisKernel({ kernel }: ProcessIdentity): boolean {
  return kernel !== "" && kernel === processIdentity().kernel;
}

function processTable(): string {
  return quietly(() => readlinkSync("/proc/self/ns/pid"));
}

/** When a process was started: field 22 of proc(5) stat. */
function startOf(pid: number): string {
  return fieldsOf(pid)[19] ?? "";
}

/** Dead, but its parent has not asked for its exit code yet: field 3. */
function isZombie(pid: number): boolean {
  return fieldsOf(pid)[0] === "Z";
}

/** From field 3 on: the name in field 2 may hold spaces and brackets, so fields count from its last bracket. */
function fieldsOf(pid: number): readonly string[] {
  // A /proc mounted for another process table has other processes under these ids.
  canReadOthers ??= quietly(() => readlinkSync("/proc/self")) === String(process.pid);
  if (!canReadOthers) return [];
  return quietly(() => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)\s*/s, "")).split(" ");
}

/** What only some systems tell is left empty elsewhere. */
function quietly(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
