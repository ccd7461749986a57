import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/** Detects the end of another thread: a channel to it closes when the thread ends for any reason. */
export class WorkerLiveness {
  /** Port that is sent to the other thread. */
  readonly farEnd: MessagePort;
  #nearEnd: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#nearEnd = port1;
    this.farEnd = port2;
  }

  /** Tells synchronously whether the other thread has ended. */
  get hasEnded(): boolean {
    receiveMessageOnPort(this.#nearEnd); // Nothing is ever sent, but this call updates the state of the port.
    try {
      // A closed port cannot be transferred, which is the only way to detect it.
      this.#nearEnd = structuredClone(this.#nearEnd, { transfer: [this.#nearEnd] });
      return false;
    } catch {
      return true;
    }
  }

  /** Closes the channel. */
  close(): void {
    this.#nearEnd.close();
  }
}
