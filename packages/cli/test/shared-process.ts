import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Run } from "./run-results.ts";

/** Process that runs commands, one after the other. It ends with the process that has started it, or when it is closed. */
export class SharedProcess {
  readonly #command: readonly string[];
  /** Text that the process writes behind the output of a command, to both of its streams. */
  readonly #end = randomUUID();
  #child: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(command: readonly string[]) {
    this.#command = command;
  }

  /** Runs a command after those that were asked for before. */
  run(words: readonly string[]): Promise<Run> {
    const run = this.#last.then(() => this.#runNow(words));
    this.#last = run.catch(() => {});
    return run;
  }

  close(): void {
    this.#child?.kill("SIGKILL");
  }

  async #runNow(words: readonly string[]): Promise<Run> {
    this.#child ??= this.#start();
    const child = this.#child;
    const outputs = [child.stdout, child.stderr].map((stream) =>
      this.#outputOf(child, stream as NodeJS.ReadableStream),
    );
    child.send(words);
    const [[stdout = "", status] = [], [stderr = ""] = []] = await Promise.all(outputs);
    return { status: Number(status), stdout, stderr };
  }

  #start(): ChildProcess {
    const [program = "", ...rest] = this.#command;
    const child = spawn(program, [...rest, this.#end], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const each of [child, child.stdout, child.stderr, child.channel]) (each as { unref?: () => void }).unref?.();
    child.once("exit", () => {
      this.#child = undefined;
    });
    return child;
  }

  /** Collects what a stream has until the end of the command: the output, and what follows its end in that line. */
  #outputOf(child: ChildProcess, stream: NodeJS.ReadableStream): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const add = (chunk: Buffer): void => {
        chunks.push(chunk);
        if (chunk.at(-1) !== "\n".charCodeAt(0)) return;
        const parts = Buffer.concat(chunks).toString().split(this.#end);
        if (parts.length > 1) done(() => resolve(parts));
      };
      const onExit = (status: number | null): void =>
        done(() => reject(new Error(`The process ended with ${status}: ${Buffer.concat(chunks)}`)));
      const done = (settle: () => void): void => {
        stream.off("data", add);
        child.off("close", onExit);
        settle();
      };
      stream.on("data", add);
      child.once("close", onExit);
    });
  }
}
