import { tmpdir } from "node:os";
import { PostgresServer } from "../../../packages/backend-postgres/test/server/postgres-server.ts";
import type { Suite } from "../contender.ts";
import { validated } from "../validated.ts";
import { keyv } from "./keyv.ts";
import { kysely } from "./kysely.ts";
import { ours } from "./ours.ts";
import { raw } from "./raw.ts";
import { unstorageDb0 } from "./unstorage-db0.ts";

/** Runs a suite on a server of its own, which waits for the disk with every commit. */
export async function onPostgres(run: (suite: Suite) => Promise<string>): Promise<string> {
  await using server = await PostgresServer.start({ fsync: true, parent: tmpdir() });
  return await run(suiteOn(server.url));
}

function suiteOn(url: string): Suite {
  return {
    name: "postgres",
    contenders: [raw(url), validated(raw(url)), ours(url), keyv(url), unstorageDb0(url), kysely(url)],
    sequentialSets: 500,
    targets: {
      "batch sets": 0.75,
      "sequential sets": 0.75,
      "batch gets": 0.65,
      "sequential gets": 0.75,
      exists: 0.6,
      "prefix list": 0.5,
      "list all": 0.8,
      overwrites: 0.7,
      "batch deletes": 0.6,
    },
  };
}
