import { setTimeout as delay } from "node:timers/promises";
import { connectRaw } from "../raw-client.ts";
import type { PostgresServer } from "../server/postgres-server.ts";
import type { CuttingProxy } from "./cutting-proxy.ts";

/** Cuts connections of a network, one after the other. */
export async function cutConnections(proxy: CuttingProxy, cuts: number): Promise<void> {
  while (proxy.cuts < cuts) {
    proxy.cutOne();
    await delay(30);
  }
}

/** Lets the server end connections of an application, one after the other. */
export async function endConnections(url: string, application: string, count: number): Promise<void> {
  const raw = await connectRaw(url);
  const end =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 order by random() limit 1";
  for (let ended = 0; ended < count; await delay(10)) ended += (await raw.query(end, [application])).rows.length;
  await raw.end();
}

/** Kills a server and starts it again. */
export async function restart(server: PostgresServer, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await delay(200);
    await server.kill();
    await server.resume();
  }
  await delay(200);
}
