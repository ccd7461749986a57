import { AsyncResource } from "node:async_hooks";
import { realTime } from "@results-manager/core/internal";
import type { CallerFunctions, CallReply, WorkerMessage, WorkerRequest } from "../protocol/worker-protocol.ts";

/** Time after which the waiting thread is told that the request is still running. */
const REPORT_AFTER_MS = 100;
/** Time for which a wait for another process counts as going on. */
const WAIT_MS = 500;

/** Calls a function of the waiting thread. */
export type Call = (name: keyof CallerFunctions, args: readonly unknown[]) => Promise<CallReply>;

/** Carries out a request, and returns its answer. Never rejects. */
export type Respond = (request: WorkerRequest, call: Call) => Promise<WorkerMessage>;

/** A message that waits until it is delivered. */
interface Outgoing {
  readonly message: WorkerMessage;
  /** Async context of the call. */
  readonly context?: AsyncResource;
  readonly resume?: (reply: CallReply) => void;
}

/** Request that is not answered, or whose answer may not have arrived. */
class RunningRequest {
  readonly #outgoing: Outgoing[] = [];
  readonly #onMessage: () => void;

  constructor(onMessage: () => void) {
    this.#onMessage = onMessage;
  }

  get first(): Outgoing | undefined {
    return this.#outgoing[0];
  }

  get isAnswered(): boolean {
    return this.first?.message[0] === "answer";
  }

  readonly call: Call = (name, args) => {
    const context = new AsyncResource("Call");
    return new Promise((resume) => this.send({ message: ["call", name, args], context, resume }));
  };

  send(outgoing: Outgoing): void {
    this.#outgoing.push(outgoing);
    this.#onMessage();
  }

  reply(reply: CallReply): void {
    this.#outgoing.shift()?.resume?.(reply);
  }
}

/**
 * Conversation with the calling thread, which waits for one message at a time. A function that it carries out for a request may make
 * further requests: they belong to the call, so that they may re-enter its locks, and a computation that waits for itself is found.
 */
export class Conversation {
  readonly #respond: Respond;
  /** The innermost request last. */
  readonly #requests: RunningRequest[] = [];
  readonly #reminder = realTime.setTimeout(() => this.#report(), REPORT_AFTER_MS).unref();
  #tell: (message: WorkerMessage | undefined) => void = () => {};
  #waitedAt = Number.NEGATIVE_INFINITY;

  constructor(respond: Respond) {
    this.#respond = respond;
  }

  /**
   * Takes a request, or the reply to a call, and returns the next message; without either, the last message again. Returns `undefined`
   * where there is none yet, so that the caller asks again.
   */
  poll(message?: WorkerRequest | CallReply): Promise<WorkerMessage | undefined> {
    this.#tell(undefined); // The calling thread waits for this poll only.
    if (message) this.#dropAnswered();
    if (message && !isRequest(message)) this.#requests.at(-1)?.reply(message);
    this.#reminder.refresh();
    const next = new Promise<WorkerMessage | undefined>((resolve) => {
      this.#tell = resolve;
    });
    if (message && isRequest(message)) this.#start(message);
    else this.#deliver();
    return next;
  }

  /** Notes that a request waits for a computation of another process. */
  noteWait(): void {
    this.#waitedAt = realTime.elapsed();
  }

  #start(request: WorkerRequest): void {
    const context = this.#requests.at(-1)?.first?.context;
    const running = new RunningRequest(() => this.#deliver());
    this.#requests.push(running);
    const respond = () => this.#respond(request, running.call);
    void (context ? context.runInAsyncScope(respond) : respond()).then((message) => running.send({ message }));
  }

  #deliver(): void {
    const message = this.#requests.at(-1)?.first?.message;
    if (message) this.#tell(message);
  }

  #dropAnswered(): void {
    while (this.#requests.at(-1)?.isAnswered) this.#requests.pop();
  }

  #report(): void {
    this.#tell(realTime.elapsed() - this.#waitedAt < WAIT_MS ? ["waiting"] : undefined);
  }
}

function isRequest(message: WorkerRequest | CallReply): message is WorkerRequest {
  return Array.isArray(message);
}
