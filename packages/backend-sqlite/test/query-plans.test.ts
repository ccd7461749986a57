import { type Compilers, type RecordQueries, recordQueries, type Tables } from "@results-manager/sql";
import { Kysely, SqliteDialect } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { Connection } from "../src/driver/connection.ts";
import { configure, kyselyOver, makeTables } from "../src/driver/set-up.ts";
import { parseSqliteOptions } from "../src/driver/sqlite-options.ts";
import { openRaw } from "./open-raw.ts";

const connection = new Connection(openRaw(":memory:"));
let queries: Compilers<RecordQueries>;

beforeAll(async () => {
  const options = parseSqliteOptions(":memory:", {});
  configure(connection, options);
  await makeTables(connection, ":memory:", options, "results");
  queries = recordQueries(kyselyOver(connection), "results");
});

function planOf(name: keyof RecordQueries): string {
  const sql = queries[name]();
  const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
  const rows = connection.database.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[];
  return rows.map(({ detail }) => detail).join("; ");
}

test.each(["find", "has", "remove", "removeLiving", "removeExpired"] as const)(
  "%s finds its row by the key",
  (name) => {
    expect(planOf(name)).toMatch(/^SEARCH results USING (?:COVERING )?INDEX sqlite_autoindex_results_1 \(id=\?\)$/);
  },
);

test("a listing is a stretch of the key's index, in its order, and looks at no row", () => {
  expect(planOf("list")).toBe("SEARCH results USING COVERING INDEX sqlite_autoindex_results_1 (id>?)");
  expect(planOf("listBefore")).toBe("SEARCH results USING COVERING INDEX sqlite_autoindex_results_1 (id>? AND id<?)");
});

test("a listing looks in the index of what may expire whether there is anything, and reads the key's index else", () => {
  const ids = "SEARCH results USING COVERING INDEX sqlite_autoindex_results_1";
  const expiring = "SCALAR SUBQUERY 1; SEARCH results USING COVERING INDEX results_manager_results_expiring";
  expect(planOf("listLasting")).toBe(`${expiring} (id>?); ${ids} (id>?)`);
  expect(planOf("listLastingBefore")).toBe(`${expiring} (id>? AND id<?); ${ids} (id>? AND id<?)`);
});

test.each(["listExpired", "listExpiredBefore", "expiredWithin"] as const)(
  "%s looks at nothing but what may expire",
  (name) => {
    expect(planOf(name)).toMatch(/^SEARCH results USING COVERING INDEX results_manager_results_expiring \(id>/);
  },
);

test("whether any row may expire is looked up in the index of those that may", () => {
  expect(planOf("mayExpire")).toBe("SCAN results USING COVERING INDEX results_manager_results_expiring");
});

test("a range is removed by the key's index; what has expired, by the index of what may expire", () => {
  const keys = "sqlite_autoindex_results_1 \\(id=\\?\\); LIST SUBQUERY 1";
  const within = "SEARCH results USING INDEX sqlite_autoindex_results_1 \\(id>\\? AND id<\\?\\)";
  expect(planOf("removeLivingWithin")).toMatch(new RegExp(`${keys}; ${within}`));
  const expiring = "SEARCH results USING COVERING INDEX results_manager_results_expiring \\(id>\\? AND id<\\?\\)";
  expect(planOf("removeExpiredWithin")).toMatch(new RegExp(`${keys}; ${expiring}`));
});

test("the queries are those of any Kysely for SQLite", () => {
  const database = connection.database as unknown as ConstructorParameters<typeof SqliteDialect>[0]["database"];
  const plain = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const textsOf = (of: typeof queries) => Object.entries(of).map(([name, compile]) => [name, compile()]);
  expect(textsOf(recordQueries(plain, "results"))).toEqual(textsOf(queries));
});
