import { type ChildProcess, type ForkOptions, fork, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BackendRecipe } from "./backend-recipe.ts";
import type { ChildTask } from "./child-task.ts";
import { moduleFlags } from "./module-flags.ts";

/** Set if the processes run from TypeScript. */
const IS_SOURCE = import.meta.url.endsWith(".ts");
const CHILD = fileURLToPath(
  new URL(IS_SOURCE ? "./results-manager-child.ts" : "./results-manager-child.js", import.meta.url),
);

/** Default folder of Node's compile cache: many processes with the same code start in half the time. */
const COMPILED = join(tmpdir(), "node-compile-cache");

/** Command that starts a process in its own process table, as a container has; it dies with its parent. */
const CONTAIN = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] as const;

/** Tells whether this process may start contained ones, which needs Linux and root. */
export function canContain(): boolean {
  return spawnSync(CONTAIN[0], [...CONTAIN.slice(1), "true"]).status === 0;
}

/**
 * Starts a process of the suite, which opens the store, sends `ready`, and waits for the signal to start. It dies with this process and
 * when `signal` is aborted. Its standard output is left to the caller.
 *
 * @param contained whether the process gets its own process table; see {@link canContain}.
 */
export function startChild(
  recipe: BackendRecipe,
  task: ChildTask,
  signal: AbortSignal | undefined,
  contained = false,
): ChildProcess {
  signal?.throwIfAborted();
  const execArgv = moduleFlags();
  const started: ForkOptions = contained
    ? { execPath: CONTAIN[0], execArgv: [...CONTAIN.slice(1), process.execPath, ...execArgv] }
    : { execArgv };
  const child = fork(CHILD, [JSON.stringify({ recipe, task })], {
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
    ...started,
    killSignal: "SIGKILL",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    ...(signal && { signal }),
  });
  child.on("error", () => {}); // An abort, which also rejects the promises of those that wait for the process.
  return child;
}
