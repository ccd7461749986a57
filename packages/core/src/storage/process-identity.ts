import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process something belongs to, told so that other processes of the machine can see whether it still lives. */
export interface ProcessIdentity {
  /** The machine, since it was started, and the process table on it. */
  readonly host: string;
  readonly pid: number;
  /** When the process was started, in the kernel's own units: process ids are used again. Empty where the system does not tell. */
  readonly started: string;
}

let self: ProcessIdentity | undefined;

/** This process. */
export function processIdentity(): ProcessIdentity {
  self ??= {
    host: [
      hostname(),
      quietly(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
      processTable(),
    ].join(" "),
    pid: process.pid,
    started: startOf(process.pid),
  };
  return self;
}

/** Tells whether a process lives; `undefined` where that cannot be seen from here. */
export function isAlive({ host, pid, started }: ProcessIdentity): boolean | undefined {
  if (host !== processIdentity().host) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === startOf(pid) && !isZombie(pid);
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
