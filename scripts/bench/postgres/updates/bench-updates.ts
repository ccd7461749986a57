import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PostgresBackend } from "@results-manager/backend-postgres";
import { Client } from "pg";
import { median } from "../../measure/median.ts";
import { ID, SCHEMA, UPDATES, type Updater } from "./updater.ts";

const PROCESSES = 8;
const ROUNDS = 3;
const SCRIPT = fileURLToPath(new URL("./run-updates.ts", import.meta.url));

/** Measures how long processes take that update one record at the same time, relative to a transaction by hand. */
export async function benchUpdates(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await using results = new PostgresBackend(url, { schema: SCHEMA });
  await results.exists(ID);
  await client.query(`create table ${SCHEMA}.by_hand (id text primary key, data text, updated_at text)`);
  const figures: Record<Updater, number[]> = { "by hand": [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const updater of ["by hand", "ours"] as const) {
      await client.query(`delete from ${SCHEMA}.by_hand; insert into ${SCHEMA}.by_hand values ('${ID}', '0', '')`);
      await results.delete(ID);
      figures[updater].push(await run(updater, url));
    }
  }
  await client.end();
  const [byHand, ours] = [median(figures["by hand"]), median(figures.ours)];
  return `update of one record, ${PROCESSES} processes x ${UPDATES}, exact: ${byHand.toFixed(2)} ms by hand, ${ours.toFixed(2)} ms ours, ratio ${(ours / byHand).toFixed(2)}, target 2`;
}

/** Milliseconds for each update. */
async function run(updater: Updater, url: string): Promise<number> {
  const processes = Array.from({ length: PROCESSES }, () => fork(SCRIPT, [updater, url]));
  await Promise.all(processes.map(messageOf));
  const start = performance.now();
  for (const each of processes) each.send("start");
  const counts = await Promise.all(processes.map(messageOf));
  const took = performance.now() - start;
  if (Math.max(...counts.map(Number)) !== PROCESSES * UPDATES) throw new Error(`${updater} lost updates: ${counts}.`);
  await Promise.all(processes.map((each) => each.exitCode ?? once(each, "exit")));
  return took / PROCESSES / UPDATES;
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}
