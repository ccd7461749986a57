import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { MessageReader } from "./message-reader.ts";

const SSL_REQUEST = 80_877_103;
const VERSION = 196_608;
/** Messages after which the server answers `ReadyForQuery`: a query, and the end of a group. */
const ASKING = new Set(["Q", "S"]);

/** A connection with the server, which clients share. */
interface Backend {
  readonly socket: Socket;
  client: Client | undefined;
}

interface Client {
  readonly socket: Socket;
  readonly waiting: Buffer[];
  backend: Backend | undefined;
  /** Requests without an answer. */
  open: number;
  isReady: boolean;
}

/** Pooler that gives a connection to a client for one transaction, as PgBouncer does in its transaction mode. */
export class TransactionPooler implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: URL;
  readonly #idle: Backend[] = [];
  readonly #backends: Backend[] = [];
  readonly #queue: Client[] = [];
  readonly #clients = new Set<Socket>();

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#target = target;
    server.on("connection", (socket) => this.#accept(socket));
  }

  /** Opens connections with a server, which must not ask for a password, and listens on a free port. */
  static async to(target: string, connections: number): Promise<TransactionPooler> {
    const server = createServer({ noDelay: true });
    const pooler = new TransactionPooler(server, new URL(target));
    for (let i = 0; i < connections; i++) await pooler.#connect();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return pooler;
  }

  get url(): string {
    const url = new URL(this.#target);
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The pooler is closed.");
    url.port = String(address.port);
    return url.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#clients) socket.destroy();
    for (const { socket } of this.#backends) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #connect(): Promise<void> {
    const socket = connect({ host: this.#target.hostname, port: Number(this.#target.port), noDelay: true });
    await once(socket, "connect");
    const fields = ["user", this.#target.username, "database", this.#target.pathname.slice(1), "", ""];
    const body = Buffer.from(fields.join("\0"));
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + body.length, 0);
    head.writeInt32BE(VERSION, 4);
    socket.write(Buffer.concat([head, body]));
    const backend: Backend = { socket, client: undefined };
    const reader = new MessageReader();
    socket.on("error", () => {});
    await new Promise<void>((resolve) => {
      socket.on("data", (chunk: Buffer) => {
        for (const [type, message] of reader.read(chunk)) {
          backend.client?.socket.write(message);
          if (type === "Z") this.#answered(backend, String.fromCharCode(message[5] ?? 0));
          if (type === "Z") resolve();
        }
      });
    });
    this.#backends.push(backend);
    this.#idle.push(backend);
  }

  #accept(socket: Socket): void {
    const client: Client = { socket, waiting: [], backend: undefined, open: 0, isReady: false };
    const reader = new MessageReader();
    this.#clients.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#clients.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      if (!client.isReady) this.#greet(client, chunk);
      else for (const [type, message] of reader.read(chunk)) this.#request(client, type, message);
    });
  }

  #greet(client: Client, startup: Buffer): void {
    if (startup.readInt32BE(4) === SSL_REQUEST) {
      client.socket.write("N");
      return;
    }
    client.isReady = true;
    const key = Buffer.from("K\0\0\0\u000c\u007f\0\0\u0001\0\0\0\u0002", "latin1");
    client.socket.write(
      Buffer.concat([Buffer.from("R\0\0\0\u0008\0\0\0\0", "latin1"), key, Buffer.from("Z\0\0\0\u0005I", "latin1")]),
    );
  }

  #request(client: Client, type: string, message: Buffer): void {
    if (type === "X") {
      client.socket.end();
      return;
    }
    if (ASKING.has(type)) client.open++;
    if (client.backend) client.backend.socket.write(message);
    else {
      client.waiting.push(message);
      if (ASKING.has(type) && !this.#queue.includes(client)) this.#queue.push(client);
    }
    this.#assign();
  }

  #assign(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const client = this.#queue.shift() as Client;
      // Another connection each time, so that nothing of a session is found again by chance.
      const backend = this.#idle.shift() as Backend;
      backend.client = client;
      client.backend = backend;
      backend.socket.write(Buffer.concat(client.waiting.splice(0)));
    }
  }

  /** The server has answered a request. @param status `I` outside of a transaction. */
  #answered(backend: Backend, status: string): void {
    const { client } = backend;
    if (!client) return;
    client.open--;
    if (client.open > 0 || status !== "I") return;
    client.backend = undefined;
    backend.client = undefined;
    this.#idle.push(backend);
    this.#assign();
  }
}
