import { Worker } from "node:worker_threads";
import { findScript, type ScriptPlace } from "@results-manager/core/internal";
import type { SentText } from "./read-texts.ts";

/** Number of files in a request: enough to make the cost of messages negligible, few enough for early answers. */
const FILES_TOGETHER = 64;
/** Number of requests in flight: keeps the thread busy without filling the memory with large files. */
const PARTS_AHEAD = 4;

const SCRIPT: ScriptPlace = {
  moduleUrl: import.meta.url,
  source: "./results-manager-reader.ts",
  name: "results-manager-reader",
  of: "@results-manager/backend-fs",
};

interface ReadRequest {
  readonly paths: readonly string[];
  readonly answer: (texts: readonly SentText[]) => void;
}

/**
 * A thread that reads files while this thread parses them: in a large batch both take about as long.
 *
 * The stores of a process share one. The first large batch starts it, and it ends with the last store. It keeps the process alive only
 * while an answer is pending. Where no thread can be started, the stores read files themselves.
 */
export class ReadThread {
  static #shared: ReadThread | undefined;
  static #users = 0;

  readonly #worker: Worker | undefined;
  readonly #pending: ReadRequest[] = [];
  #isReady = false;

  /** Returns the thread of this process, and counts one more user; `leave` counts one less. */
  static join(): ReadThread {
    ReadThread.#users++;
    ReadThread.#shared ??= new ReadThread();
    return ReadThread.#shared;
  }

  /** Counts one user less, and ends the thread with the last. */
  static async leave(): Promise<void> {
    if (--ReadThread.#users > 0) return;
    const thread = ReadThread.#shared;
    ReadThread.#shared = undefined;
    await thread?.end();
  }

  private constructor() {
    const script = findScript(SCRIPT);
    if (!script) return; // A bundle may lack it.
    try {
      // The flags of this thread, such as `--eval`, and the modules that NODE_OPTIONS loads do not apply to the worker.
      this.#worker = new Worker(script, { execArgv: [], env: {}, name: "results-manager files" });
    } catch {
      return; // Node's permission model may forbid workers.
    }
    this.#worker.on("online", () => {
      this.#isReady = true;
    });
    this.#worker.on("message", (texts: unknown) => this.#answer(texts));
    this.#worker.on("error", () => {}); // The exit event follows and is handled.
    this.#worker.on("exit", () => this.#end());
    this.#worker.unref(); // Must be last: adding a listener for messages refs the worker.
  }

  /** Reads files, and yields their texts in parts, in order; `undefined` where the thread is not running (yet). */
  read(paths: readonly string[]): AsyncIterable<readonly SentText[]> | undefined {
    return this.#isReady ? this.#readParts(paths) : undefined;
  }

  async *#readParts(paths: readonly string[]): AsyncGenerator<readonly SentText[]> {
    const parts: Promise<readonly SentText[]>[] = [];
    for (let at = 0; at < paths.length; at += FILES_TOGETHER) {
      parts.push(this.#ask(paths.slice(at, at + FILES_TOGETHER)));
      if (parts.length > PARTS_AHEAD) yield parts.shift() as Promise<readonly SentText[]>;
    }
    yield* parts;
  }

  /** Ends the thread; pending requests are answered with nulls. */
  async end(): Promise<void> {
    this.#isReady = false;
    await this.#worker?.terminate();
  }

  #ask(paths: readonly string[]): Promise<readonly SentText[]> {
    return new Promise((answer) => {
      if (!this.#isReady) return answer(paths.map(() => null)); // The thread has ended.
      if (this.#pending.push({ paths, answer }) === 1) this.#worker?.ref();
      this.#worker?.postMessage(paths);
    });
  }

  #answer(texts: unknown): void {
    const request = this.#pending[0];
    if (!request) return;
    // A message of other code in the thread, not an answer: from here on, its messages cannot be trusted.
    if (!Array.isArray(texts) || texts.length !== request.paths.length) return void this.end();
    this.#pending.shift();
    request.answer(texts);
    if (this.#pending.length === 0) this.#worker?.unref();
  }

  #end(): void {
    this.#isReady = false;
    for (const { paths, answer } of this.#pending.splice(0)) answer(paths.map(() => null));
  }
}
