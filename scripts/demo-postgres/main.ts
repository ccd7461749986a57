// Starts a PostgreSQL server, and runs the quickstart on several machines at once, all on one store. Leaves nothing behind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openResults } from "results-manager";
import { PostgresServer } from "../../packages/backend-postgres/test/server/postgres-server.ts";
import { type Machine, makeMachines, NETWORK, processesOnly } from "./machines.ts";

const MACHINES = 3;
const QUICKSTART = fileURLToPath(new URL("../../examples/quickstart/main.ts", import.meta.url));
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => {
    process.exitCode = CODES[name];
    interruption.abort();
  });
}

const made = makeMachines(MACHINES);
const machines = made ?? processesOnly(MACHINES);
console.log(
  made
    ? `${MACHINES} machines: network namespaces, each connected with the server alone.`
    : `${MACHINES} processes: network namespaces need Linux, root and iproute2.`,
);
try {
  await using server = await PostgresServer.start({ network: NETWORK });
  console.log(`PostgreSQL at ${server.url}`);
  const codes = await Promise.all(machines.map((machine) => runQuickstart(machine, server.port)));
  console.log(`exit codes: ${codes.join(" ")}`);
  await using results = await openResults(server.url);
  const ids = await results.listIds("packages");
  console.log(`${ids.length} results in one store; each package was inspected once:`);
  for (const id of ids.slice(0, 5)) console.log(`  ${id}`);
  if (codes.some((code) => code !== 0)) process.exitCode ??= 1;
} finally {
  for (const machine of machines) machine[Symbol.dispose]();
}

/** Runs the quickstart on a machine, and prints its lines with the machine's name. */
async function runQuickstart({ name, server, run }: Machine, port: number): Promise<number | string> {
  const url = `postgres://postgres@${server}:${port}/postgres`;
  const node = [process.execPath, "--conditions=@results-manager/source", QUICKSTART];
  const [program = "", ...args] = [...run, ...node, "--dir", url, "--processes", "2"];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], signal: interruption.signal });
  child.on("error", () => {}); // An interruption; its exit follows.
  createInterface({ input: child.stdout }).on("line", (line) => console.log(`${name.padEnd(10)} ${line}`));
  const [code, signal] = await once(child, "exit");
  return code ?? String(signal);
}
