import { Worker } from "node:worker_threads";
import type { SentText } from "./read-texts.ts";

/** How many files are asked for at once: enough that the question costs next to nothing, few enough that the answers come soon. */
const FILES_TOGETHER = 64;
/** How many such parts are asked for before the first is there: the thread never rests, and does not fill the memory with large files. */
const PARTS_AHEAD = 4;

const IS_SOURCE = import.meta.url.endsWith(".ts");
/** Named as nobody else names a script: whoever bundles this code into one file has other scripts beside it. */
const WORKER = new URL(IS_SOURCE ? "./results-manager-reader.ts" : "./results-manager-reader.js", import.meta.url);

interface Question {
  readonly paths: readonly string[];
  readonly answer: (texts: readonly SentText[]) => void;
}

/**
 * A thread that reads files, while this one works on what has been read: in a large batch both take about as long.
 *
 * The stores of a process share one. It is started by the first large batch, ends with the last store, and keeps no process alive but
 * while it is waited for. Where it cannot be had, whoever asks reads by himself.
 */
export class ReadThread {
  static #shared: ReadThread | undefined;
  static #users = 0;

  readonly #worker: Worker | undefined;
  readonly #asked: Question[] = [];
  #isReady = false;

  /** The thread of this process, for as long as it is not left. */
  static join(): ReadThread {
    ReadThread.#users++;
    ReadThread.#shared ??= new ReadThread();
    return ReadThread.#shared;
  }

  /** Ends it with its last user. */
  static async leave(): Promise<void> {
    if (--ReadThread.#users > 0) return;
    const thread = ReadThread.#shared;
    ReadThread.#shared = undefined;
    await thread?.end();
  }

  private constructor() {
    try {
      // Flags of this thread, such as those of code given on the command line, are not for another; nor is what NODE_OPTIONS loads.
      this.#worker = new Worker(WORKER, { execArgv: [], env: {}, name: "results-manager files" });
    } catch {
      return; // Node's permissions may forbid it.
    }
    this.#worker.on("online", () => {
      this.#isReady = true;
    });
    this.#worker.on("message", (texts: unknown) => this.#answer(texts));
    this.#worker.on("error", () => {}); // It ends, and says so by its exit.
    this.#worker.on("exit", () => this.#end());
    this.#worker.unref(); // The last of all: a listener for messages lets the thread keep the process alive.
  }

  /** Reads files, in parts that come one after the other, in order; undefined where the thread is not there, or not yet. */
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

  /** Ends it; what it was asked for and has not answered is answered with nothing. */
  async end(): Promise<void> {
    this.#isReady = false;
    await this.#worker?.terminate();
  }

  #ask(paths: readonly string[]): Promise<readonly SentText[]> {
    return new Promise((answer) => {
      if (!this.#isReady) return answer(paths.map(() => null)); // It has ended meanwhile.
      if (this.#asked.push({ paths, answer }) === 1) this.#worker?.ref();
      this.#worker?.postMessage(paths);
    });
  }

  #answer(texts: unknown): void {
    const question = this.#asked[0];
    if (!question) return;
    // Not the answer, but something that somebody else's code says in the thread: nothing that it says is one, from here on.
    if (!Array.isArray(texts) || texts.length !== question.paths.length) return void this.end();
    this.#asked.shift();
    question.answer(texts);
    if (this.#asked.length === 0) this.#worker?.unref();
  }

  #end(): void {
    this.#isReady = false;
    for (const { paths, answer } of this.#asked.splice(0)) answer(paths.map(() => null));
  }
}
