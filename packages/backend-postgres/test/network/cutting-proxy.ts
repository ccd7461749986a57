import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Fate of a request: it is passed on, it is lost, or it is passed on and its answer is lost. */
export type Fate = "pass" | "lose request" | "lose answer";

/** Options of a {@link CuttingProxy}. */
export interface ProxyOptions {
  /** Milliseconds that requests and answers take each. */
  readonly delayMs?: number;
}

/** Network between a client and a server: it takes time, and connections of it can be cut. */
export class CuttingProxy implements AsyncDisposable {
  /** Decides about each request; by default all are passed on. */
  fate: (request: Buffer) => Fate = () => "pass";
  /** Number of connections that were cut. */
  cuts = 0;
  /** Number of round trips so far: requests that are sent without waiting for an answer are one. */
  trips = 0;
  readonly #server: Server;
  readonly #target: URL;
  readonly #delayMs: number;
  readonly #connections = new Set<() => void>();
  #isFrozen = false;

  private constructor(server: Server, target: URL, { delayMs = 0 }: ProxyOptions) {
    this.#server = server;
    this.#target = target;
    this.#delayMs = delayMs;
    server.on("connection", (client) => this.#accept(client));
  }

  /** Listens on a free port. @param target URL of the server. */
  static async to(target: string, options: ProxyOptions = {}): Promise<CuttingProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new CuttingProxy(server, new URL(target), options);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** URL of the server behind this network. */
  get url(): string {
    const url = new URL(this.#target);
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The proxy is closed.");
    url.hostname = "127.0.0.1";
    url.port = String(address.port);
    return url.href;
  }

  /** Number of open connections. */
  get open(): number {
    return this.#connections.size;
  }

  /** Cuts all connections. */
  cut(): void {
    for (const cut of [...this.#connections]) cut();
  }

  /** Cuts one connection, if there is any. */
  cutOne(): void {
    const connections = [...this.#connections];
    connections[Math.floor(Math.random() * connections.length)]?.();
  }

  /** Passes nothing on from now on, without closing anything, as a network that is gone. */
  freeze(): void {
    this.#isFrozen = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(client: Socket): void {
    const server = connect({ host: this.#target.hostname, port: Number(this.#target.port || 5432), noDelay: true });
    let losesAnswers = false;
    let isAnswered = true;
    const end = (): void => {
      this.#connections.delete(cut);
      client.destroy();
      server.destroy();
    };
    const cut = (): void => {
      this.cuts++;
      end();
    };
    this.#connections.add(cut);
    for (const socket of [client, server]) {
      socket.on("error", end);
      socket.on("close", end);
    }
    client.on("data", (request) => {
      if (isAnswered) this.trips++;
      isAnswered = false;
      if (this.#isFrozen) return;
      const fate = this.fate(request);
      if (fate === "lose request") cut();
      if (fate === "lose answer") losesAnswers = true;
      if (fate !== "lose request") this.#later(() => server.write(request));
    });
    server.on("data", (answer) => {
      isAnswered = true;
      if (this.#isFrozen) return;
      if (losesAnswers) cut();
      else this.#later(() => client.write(answer));
    });
  }

  #later(work: () => void): void {
    if (this.#delayMs > 0) setTimeout(work, this.#delayMs);
    else work();
  }
}
