import { type ChildProcess, type ForkOptions, fork, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BackendRecipe } from "./backend-recipe.ts";
import type { ChildTask } from "./child-task.ts";

/** As TypeScript, the processes of the suite need what the one that starts them was given: the packages' sources. */
const IS_SOURCE = import.meta.url.endsWith(".ts");
const CHILD = fileURLToPath(new URL(IS_SOURCE ? "./child.ts" : "./child.js", import.meta.url));

/** Where Node keeps compiled modules by its own choice: many processes of the same code start in half the time. */
const COMPILED = join(tmpdir(), "node-compile-cache");

/** What starts a process in a process table of its own, as a container has; it dies with the one that starts it. */
const CONTAIN = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] as const;

/** Tells whether this process may start contained ones: that takes Linux and root. */
export function canContain(): boolean {
  return spawnSync(CONTAIN[0], [...CONTAIN.slice(1), "true"]).status === 0;
}

/**
 * Starts a process of the suite: it opens the store, says `ready`, and waits to be told to go. It dies with this process, and when
 * `signal` is aborted. What it writes to its standard output is for the caller.
 *
 * @param contained whether it is started in a process table of its own; see {@link canContain}.
 */
export function startChild(
  recipe: BackendRecipe,
  task: ChildTask,
  signal: AbortSignal | undefined,
  contained = false,
): ChildProcess {
  signal?.throwIfAborted();
  const execArgv = IS_SOURCE ? ["--conditions=@results-manager/source"] : [];
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
  child.on("error", () => {}); // An abort: whoever waits for the process is told, too.
  return child;
}
