import { execFileSync } from "node:child_process";

/** First two numbers of the addresses of the demo. */
const NET = "10.213";

/** Network from which the machines connect. */
export const NETWORK: string = `${NET}.0.0/16`;

/** A machine of the demo: a network of its own, whose only neighbour is the server. */
export interface Machine extends Disposable {
  readonly name: string;
  /** Address of the server, as this machine sees it. */
  readonly server: string;
  /** Command that runs another one on this machine. */
  readonly run: readonly string[];
}

/** Makes machines as network namespaces, where that is allowed: on Linux, as root, with iproute2. Returns `undefined` elsewhere. */
export function makeMachines(count: number): readonly Machine[] | undefined {
  const machines: Machine[] = [];
  try {
    for (let i = 1; i <= count; i++) machines.push(makeMachine(i));
    return machines;
  } catch {
    for (const machine of machines) machine[Symbol.dispose]();
    return undefined;
  }
}

/** Machines that are only processes of this one. */
export function processesOnly(count: number): readonly Machine[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `process-${i + 1}`,
    server: "127.0.0.1",
    run: [],
    [Symbol.dispose]: () => {},
  }));
}

function makeMachine(i: number): Machine {
  const name = `rm-demo-${process.pid}-${i}`;
  const link = `rmd${process.pid % 100_000}-${i}`;
  const server = `${NET}.${i}.1`;
  ip("netns", "add", name);
  try {
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("addr", "add", `${server}/24`, "dev", link);
    ip("link", "set", link, "up");
    ip("-n", name, "addr", "add", `${NET}.${i}.2/24`, "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "link", "set", "lo", "up");
  } catch (error) {
    ip("netns", "del", name);
    throw error;
  }
  const run = ["ip", "netns", "exec", name];
  return { name: `machine-${i}`, server, run, [Symbol.dispose]: () => ip("netns", "del", name) };
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
