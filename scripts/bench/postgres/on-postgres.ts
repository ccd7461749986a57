import { tmpdir } from "node:os";
import { PostgresServer } from "../../../packages/backend-postgres/test/server/postgres-server.ts";
import type { Suite } from "../contender.ts";
import { validated } from "../validated.ts";
import { copy } from "./copy.ts";
import { keyv } from "./keyv.ts";
import { kysely } from "./kysely.ts";
import { ours } from "./ours.ts";
import { raw } from "./raw.ts";
import { benchRoundTrips } from "./round-trips.ts";
import { unstorageDb0 } from "./unstorage-db0.ts";
import { benchUpdates } from "./updates/bench-updates.ts";

/** Runs a suite on a server of its own, which waits for the disk with every commit; then what has a limit of its own. */
export async function onPostgres(records: number, run: (suite: Suite) => Promise<string>): Promise<string> {
  const settings = { max_connections: "300" }; // Of the stores of all rounds, which stay open to the end.
  await using server = await PostgresServer.start({ fsync: true, parent: tmpdir(), settings });
  const table = await run(suiteOn(server.url));
  return [table, await benchRoundTrips(server.url, records), await benchUpdates(server.url)].join("\n");
}

function suiteOn(url: string): Suite {
  return {
    name: "postgres",
    contenders: [raw(url), validated(raw(url)), ours(url), copy(url), keyv(url), unstorageDb0(url), kysely(url)],
    sequentialSets: 500,
    peers: { rounds: 3, records: 500 },
    targets: {
      "batch sets": 0.75,
      "sequential sets": 0.75,
      "batch gets": 0.65,
      "sequential gets": 0.75,
      exists: 0.6,
      "prefix list": 0.5,
      "list all, an id": 0.8,
      overwrites: 0.7,
      skips: 0.7,
      "batch deletes": 0.6,
    },
    markTargets: { COPY: { "batch sets": 0.45 } },
  };
}
