import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/** A channel to another thread, which closes when that thread ends, however it does. It is there for nothing else. */
export class WorkerLiveness {
  /** The end that the other thread is given. */
  readonly farEnd: MessagePort;
  #nearEnd: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#nearEnd = port1;
    this.farEnd = port2;
  }

  /** Tells whether the other thread has ended; no event has to be waited for. */
  get isCut(): boolean {
    receiveMessageOnPort(this.#nearEnd); // Nothing is ever sent, but this takes note that the other end has closed.
    try {
      // An end that has closed cannot be handed on, and nothing else tells.
      this.#nearEnd = structuredClone(this.#nearEnd, { transfer: [this.#nearEnd] });
      return false;
    } catch {
      return true;
    }
  }

  /** Lets go. */
  close(): void {
    this.#nearEnd.close();
  }
}
