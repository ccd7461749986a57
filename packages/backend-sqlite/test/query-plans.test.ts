import type { Space } from "@results-manager/core/storage";
import { PART_OF, type Part, type Tables } from "@results-manager/sql";
import { type RecordQueries, recordQueries } from "@results-manager/sql/queries";
import { Kysely, SqliteDialect } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { Connection } from "../src/driver/connection.ts";
import { RECORD_SQL } from "../src/driver/fixed-sql.ts";
import { prepareRecords } from "../src/driver/prepared-records.ts";
import { configure, makeTables } from "../src/driver/set-up.ts";
import { parseSqliteOptions } from "../src/driver/sqlite-options.ts";
import { openRaw } from "./open-raw.ts";

const connection = new Connection(openRaw(":memory:"));

beforeAll(async () => {
  const options = parseSqliteOptions(":memory:", {});
  configure(connection, options);
  for (const part of new Set<Part>(Object.values(PART_OF))) await makeTables(connection, ":memory:", options, part);
});

function planOf(name: keyof RecordQueries): string {
  const sql = RECORD_SQL[name];
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

test.each(Object.keys(PART_OF) as Space[])("the statements of %s are those of any Kysely for SQLite", (space) => {
  const database = connection.database as unknown as ConstructorParameters<typeof SqliteDialect>[0]["database"];
  const plain = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const prepared = prepareRecords(connection, space);
  for (const [name, compile] of Object.entries(recordQueries(plain, space))) {
    const { source } = prepared[name as keyof RecordQueries] as unknown as { readonly source: string };
    expect(source).toBe(compile());
  }
});
