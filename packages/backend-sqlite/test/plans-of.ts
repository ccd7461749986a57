import { createRequire } from "node:module";
import type { Space } from "@results-manager/core/storage";
import { tableOf } from "@results-manager/sql";
import { openRaw } from "./open-raw.ts";

/** What SQLite does for a statement that was run. */
export interface RunPlan {
  readonly sql: string;
  /** The steps of the plan, as `explain query plan` names them. */
  readonly plan: string;
}

type Run = (this: { readonly source: string }, ...values: unknown[]) => unknown;

const METHODS = ["run", "get", "all", "iterate"] as const;

/** Does work, and explains every statement on the table of a space that SQLite was asked for meanwhile, with the values it was asked with. */
export async function plansOf(path: string, space: Space, work: () => Promise<unknown>): Promise<RunPlan[]> {
  const statements = await statementsOf(work);
  const raw = openRaw(path);
  const plans = statements
    .filter(([sql]) => new RegExp(`\\b(?:from|into|update) "${tableOf(space)}"`).test(sql))
    .map(([sql, ...values]) => {
      const rows = raw.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[];
      return { sql, plan: rows.map(({ detail }) => detail).join("; ") };
    });
  raw.close();
  return plans;
}

/** The statements that are run while work goes on, whoever runs them, with what is bound. */
export async function statementsOf(
  work: () => Promise<unknown>,
): Promise<(readonly [sql: string, ...values: unknown[]])[]> {
  const Database = createRequire(import.meta.url)("better-sqlite3") as new (
    path: string,
  ) => { prepare(sql: string): object; close(): void };
  const database = new Database(":memory:");
  const prototype = Object.getPrototypeOf(database.prepare("select 1")) as Record<(typeof METHODS)[number], Run>;
  database.close();
  const statements: (readonly [sql: string, ...values: unknown[]])[] = [];
  const own = METHODS.map((method) => [method, prototype[method]] as const);
  for (const [method, run] of own) {
    prototype[method] = function (...values) {
      statements.push([this.source, ...values]);
      return run.apply(this, values);
    };
  }
  try {
    await work();
  } finally {
    for (const [method, run] of own) prototype[method] = run;
  }
  return statements;
}
