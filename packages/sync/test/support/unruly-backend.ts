import { appendFileSync, existsSync } from "node:fs";
import { threadId } from "node:worker_threads";
import { ResultsFace } from "@results-manager/core";
import { type FoundRecord, MemoryStorage, type Space, type StorageOptions } from "@results-manager/core/storage";

const log = process.env.UNRULY_LOG;

/** Keeps its records in memory, and misbehaves when certain keys are read. */
class UnrulyStorage extends MemoryStorage {
  protected override readRecords(space: Space, keys: readonly string[]): never {
    const [key] = keys;
    if (key === "exit") process.exit(3);
    if (key === "throw-later") setImmediate(throwNow);
    if (key === "reject-later") void Promise.reject(new Error("nobody listens"));
    if (key === "loop") for (;;) appendFileSync(log as string, ".");
    if (key === "hoard") for (let hoard: object = {}; ; ) hoard = { hoard };
    if (key === "busy") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_700);
    if (key === "never") return new Promise(() => {}) as never;
    if (key === "slow") return this.#slow() as never;
    if (key === "late") return this.#late() as never;
    return super.readRecords(space, keys) as never;
  }

  override locate(): string {
    return `thread ${threadId}`;
  }

  async #slow(): Promise<readonly FoundRecord[]> {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return [undefined];
  }

  /** Waits until it is told to go on. */
  async #late(): Promise<readonly FoundRecord[]> {
    while (!existsSync(`${log}.go`)) await new Promise((resolve) => setTimeout(resolve, 5));
    appendFileSync(log as string, "late");
    return [undefined];
  }
}

function throwNow(): never {
  throw new Error("nobody catches");
}

export class UnrulyBackend extends ResultsFace {
  constructor(options?: StorageOptions) {
    super(new UnrulyStorage(options));
  }
}
