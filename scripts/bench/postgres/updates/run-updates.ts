import { once } from "node:events";
import { PostgresBackend } from "@results-manager/backend-postgres";
import { ModelRegistry } from "@results-manager/core";
import { Client } from "pg";
import { number } from "valibot";
import { ID, SCHEMA, UPDATES, type Updater } from "./updater.ts";

// A process that updates one record again and again. It says when it is ready, and begins when it is told to.
const [updater, url = ""] = process.argv.slice(2);
const updaters: Readonly<Record<Updater, () => Promise<void>>> = { ours, "by hand": byHand };
await updaters[updater as Updater]();
process.disconnect();

async function ours(): Promise<void> {
  const registry = new ModelRegistry();
  const Count = registry.register("Count", number());
  await using results = new PostgresBackend(url, { registry, schema: SCHEMA });
  await results.exists(ID);
  await started();
  for (let i = 0; i < UPDATES; i++) await results.update(ID, Count, (count = 0) => count + 1);
  process.send?.(await results.get(ID, Count));
}

async function byHand(): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const select = { name: "select", text: `select data from ${SCHEMA}.by_hand where id = $1 for update` };
  const update = { name: "update", text: `update ${SCHEMA}.by_hand set data = $2, updated_at = $3 where id = $1` };
  await started();
  for (let i = 0; i < UPDATES; i++) {
    await client.query("begin");
    const { rows } = await client.query<{ data: string }>({ ...select, values: [ID] });
    const count: number = JSON.parse(rows[0]?.data ?? "0");
    await client.query({ ...update, values: [ID, JSON.stringify(count + 1), new Date().toISOString()] });
    await client.query("commit");
  }
  const { rows } = await client.query<{ data: string }>({ text: select.text.replace("for update", ""), values: [ID] });
  process.send?.(Number(rows[0]?.data));
  await client.end();
}

async function started(): Promise<void> {
  const start = once(process, "message");
  process.send?.("ready");
  await start;
}
