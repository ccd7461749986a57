import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Ended,
  fastestFolder,
  type HeardProcess,
  listenToProcess,
  moduleFlags,
} from "@results-manager/testing/processes";
import { afterAll } from "vitest";

/** A running example. */
export interface Running extends HeardProcess {
  readonly process: ChildProcess;
  /** Resolves when its standard output contains a text. */
  printed(text: string): Promise<void>;
  /** Kills it and every process it started, as a loss of power would. */
  killAll(): void;
}

const EXAMPLES = fileURLToPath(new URL("..", import.meta.url));

/**
 * Environment of an example, without the variables that this test run was started with.
 *
 * Stripping the types of a hundred sources is most of the cost of a process, so all of them share one compile cache.
 */
export function exampleEnv(): NodeJS.ProcessEnv {
  const cache = join(EXAMPLES, "node_modules/.cache/compiled");
  return { ...process.env, NODE_COMPILE_CACHE: cache, NODE_OPTIONS: "", FORCE_COLOR: undefined, NO_COLOR: undefined };
}

/** Starts an example in its own process group. */
export function startExample(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [...moduleFlags(), join(EXAMPLES, file), ...args], {
    cwd: join(EXAMPLES, ".."),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...exampleEnv(), NO_COLOR: "1", ...env },
  });
  const heard = listenToProcess(child);
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (heard.said().includes(text)) resolve();
      };
      child.stdout.on("data", look);
      look();
      void heard.ended.then(({ stdout, stderr }) => {
        reject(new Error(`The example ended without printing '${text}': ${stdout}${stderr}`));
      });
    });
  return { ...heard, process: child, printed, killAll: () => process.kill(-(child.pid as number), "SIGKILL") };
}

/** Runs an example to its end. */
export function runExample(file: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
  return startExample(file, args, env).ended;
}

const folders: string[] = [];
// Not onTestFinished: the tests of a file run concurrently, so it could not tell which of them made the folder.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder that is removed when the tests of the file have finished. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(realpathSync(fastestFolder()), "results-manager-example-"));
  folders.push(folder);
  return folder;
}

/** Reads the contents of the files of a store, by id; each must be complete. */
export function readStore(
  folder: string,
): Map<string, { readonly model_type: string; readonly data: Record<string, unknown> }> {
  const stored = new Map();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".json")) continue;
    stored.set(path.slice(0, -".json".length), JSON.parse(readFileSync(join(folder, path), "utf8")));
  }
  return stored;
}
