import Database from "better-sqlite3";

/** Statement of a query, and the values that were bound to it. */
interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Place of the data in a row of a candidate. */
const DATA = 3;

/**
 * Runs a query, and returns a function that has another connection run the same statements with the same values, and parses the data of the rows
 * that they return.
 */
export async function replayOf(query: () => Promise<unknown>, raw: Database.Database): Promise<() => unknown> {
  await query(); // Prepares what is kept.
  const asked = await statementsOf(query);
  const statements = new Map(asked.map(({ sql }) => [sql, raw.prepare(sql).raw()]));
  return () => {
    for (const { sql, values } of asked) {
      const statement = statements.get(sql) as Database.Statement;
      for (const row of statement.all(...values) as unknown[][]) {
        if (typeof row[DATA] === "string") JSON.parse(row[DATA]);
      }
    }
  };
}

async function statementsOf(query: () => Promise<unknown>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const { prototype } = new Database(":memory:").prepare("select 1").constructor as {
    readonly prototype: { all: unknown };
  };
  const all = prototype.all as (...values: unknown[]) => unknown;
  prototype.all = function (this: Database.Statement, ...values: unknown[]) {
    if (this.source.includes("from results")) asked.push({ sql: this.source, values });
    return all.apply(this, values);
  };
  try {
    await query();
  } finally {
    prototype.all = all;
  }
  return asked;
}
