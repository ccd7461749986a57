import { ANY } from "@results-manager/core";
import type { CallPattern } from "@results-manager/core/internal";
import type { Space } from "@results-manager/core/storage";
import { describe, expect, test } from "vitest";
import { PART_OF, type Tables } from "../src/index.ts";
import { callPartQueries, callQuery, peekQuery, recordQueries, useQueries } from "../src/queries.ts";
import { dummyPostgres } from "./dummy-postgres.ts";

const db = dummyPostgres<Tables>();

/** Numbers of the placeholders of a query, in the order in which they occur. */
function placeholders(sql: string): number[] {
  return [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
}

/** Expects numbered placeholders in the order in which their values are bound, and none of SQLite's. */
function expectInOrder(sql: string): void {
  expect(sql).not.toContain("?");
  const found = placeholders(sql);
  expect(found).toEqual(found.map((_, i) => i + 1));
}

describe.for(Object.keys(PART_OF) as Space[])("queries of the space %s", (space) => {
  const queries = recordQueries(db, space);

  test.for(Object.entries(queries))("%s binds its parameters in order", ([, compile]) => {
    const sql = compile();
    expectInOrder(sql);
    expect(compile()).toBe(sql);
    expect(sql).toContain(`"${space === "results" ? "" : "results_manager_"}${space}"`);
  });
});

test("queries of records are those of PostgreSQL", () => {
  const { insert, upsertPlain, has, listLastingBefore } = recordQueries(db, "results");
  expect(insert()).toBe(
    'insert into "results" ("id", "model_type", "namespace", "data", "created_at", "updated_at", "version", "types", "expires_at") ' +
      'values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("id") do nothing',
  );
  expect(placeholders(upsertPlain())).toHaveLength(8);
  expect(has()).toBe(
    'select 1 as "there" from "results" where "id" = $1 and ("expires_at" is null or "expires_at" > $2)',
  );
  expect(listLastingBefore()).toMatch(
    / order by "id" limit case when \(select "id" .* order by "id" limit 1\) is null then 1024 else 0 end$/,
  );
});

test("queries of uses bind their parameters in order", () => {
  for (const sql of Object.values(useQueries(db))) expectInOrder(sql);
});

test("the query of a peek binds its parameters in order", () => expectInOrder(peekQuery(db)));

test.for<Partial<CallPattern>>([
  {},
  { name: "f" },
  { name: "f", module: "m", version: "1", fingerprint: ANY, result: "r" },
  {
    arguments: [
      ["a", "1"],
      ["b", ANY],
    ],
    subjects: ["run"],
    metadata: [
      ["run", "n", "7"],
      ["run", "m", ANY],
    ],
  },
  { arguments: Array.from({ length: 70 }, (_, i) => [`a${i}`, ANY] as const) },
])("a query of calls names each value that it binds: %o", (partial) => {
  const { query, values } = callQuery(db, { arguments: [], subjects: [], metadata: [], ...partial });
  expectInOrder(query.sql);
  expect(query.names).toHaveLength(placeholders(query.sql).length);
  expect(query.names.filter((name) => name !== "after" && name !== "now")).toEqual(
    query.names.filter((name) => values.has(name)),
  );
});

test("queries of the parts of calls bind their parameters in order", () => {
  const queries = callPartQueries(db);
  for (const compile of Object.values(queries)) expectInOrder(compile());
  expect(queries.insertArgument()).toContain("on conflict do nothing");
});
