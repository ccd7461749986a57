import { ModelRegistry } from "@results-manager/core";
import { collect } from "@results-manager/testing";
import * as v from "valibot";
import { expect, inject, test, vi } from "vitest";
import { type PgQuery, PostgresBackend } from "../src/index.ts";
import { inNewSchema, newSchemaName, runRaw } from "./new-schema.ts";
import { connectRaw, pg } from "./raw-client.ts";

const registry = new ModelRegistry();
const fields = v.object({ model: v.string(), accuracy: v.optional(v.union([v.number(), v.nan()])) });
const Run = registry.register("Run", fields, { index: ["accuracy", ["model", "accuracy"]] });
const Plain = registry.register("Plain", fields);

const runs = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const id = `r/${String(i).padStart(6, "0")}`;
    return [id, { model: i % 2 ? "b" : "a", accuracy: ((i * 7919) % count) / count }] as const;
  });

const indexesOf = (schema: string) =>
  runRaw(
    `select c.relname, i.indisvalid as valid from pg_index as i join pg_class as c on c.oid = i.indexrelid join pg_namespace as n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname like 'results\\_manager\\_results\\_by%' order by 1`,
    [schema],
  );

/** Opens a store in a schema of its own, which has no index yet. */
function newStore(partitions = 1): {
  readonly schema: string;
  readonly open: () => PostgresBackend;
  readonly dispose: () => Promise<void>;
} {
  const schema = newSchemaName();
  const opened: PostgresBackend[] = [];
  const open = (): PostgresBackend => {
    const results = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions });
    opened.push(results);
    return results;
  };
  const dispose = async (): Promise<void> => {
    await Promise.all(opened.map((each) => each.close()));
    await runRaw(`drop schema if exists ${schema} cascade`);
  };
  return { schema, open, dispose };
}

test("an index is made when its model first writes, once for stores that do so at the same time, and for no other model", async () => {
  const { schema, open, dispose } = newStore();
  const stores = Array.from({ length: 4 }, open);
  await stores[0]?.set("plain", { model: "a" }, { model: Plain });
  expect(await indexesOf(schema)).toEqual([]);
  await Promise.all(stores.map((each, i) => each.set(`run/${i}`, { model: "a", accuracy: i }, { model: Run })));
  expect((await indexesOf(schema)).map(({ valid }) => valid)).toEqual([true, true]);
  expect(await open().count(Run, { where: { accuracy: { gte: 2 } } })).toBe(2);
  await dispose();
});

test("an index that is being made is left to its maker, and one that a lost connection left behind is made again", async () => {
  const { schema, open, dispose } = newStore();
  const [results, other] = [open(), open()];
  await results.setMany(runs(50), { model: Plain });
  await runRaw(`update ${schema}.results set model_type = 'Run'`);
  const client = await connectRaw(inject("postgresUrl"));
  await client.query(`begin; update ${schema}.results set version = version where id = 'r/000000'`); // The makers wait for it.
  const counted = results.count(Run, { where: { accuracy: { gte: 0.5 } } });
  await vi.waitFor(async () => expect(await indexesOf(schema)).toMatchObject([{ valid: false }]), 10_000);
  expect(await other.explain(Run, { where: { accuracy: 1 } })).toMatchObject({ looksAt: "records of the model" });
  expect(await other.count(Run, { where: { accuracy: { gte: 0.5 } } })).toBe(25);
  const [maker] = await runRaw("select pid, index_relid from pg_stat_progress_create_index");
  await runRaw("select pg_terminate_backend($1)", [maker?.pid]);
  await vi.waitFor(async () => {
    expect(await runRaw("select from pg_stat_progress_create_index where pid = $1", [maker?.pid])).toEqual([]);
  });
  await client.query("commit");
  await client.end();
  expect(await counted).toBe(25);
  expect((await indexesOf(schema)).map(({ valid }) => valid)).toEqual([true, true]);
  expect(await other.explain(Run, { where: { accuracy: 1 } })).toMatchObject({ looksAt: "index" });
  await dispose();
});

/** Names of the indexes of a schema whose tables have partitions, and of the indexes of partitions that they consist of. */
const partsOf = (schema: string) =>
  runRaw(
    `select whole.relname, x.indisvalid as valid, array_agg(part.relname::text order by part.relname) as parts from pg_class as whole
     join pg_index as x on x.indexrelid = whole.oid join pg_namespace as n on n.oid = whole.relnamespace
     left join pg_inherits as i on i.inhparent = whole.oid left join pg_class as part on part.oid = i.inhrelid
     where n.nspname = $1 and whole.relkind = 'I' and whole.relname like 'results\\_manager\\_results\\_by%' group by 1, 2 order by 1`,
    [schema],
  );

test("an index of a table with partitions consists of one for each, which stores make together", async () => {
  const { schema, open, dispose } = newStore(3);
  const stores = [open(), open(), open()];
  const [results] = stores as [PostgresBackend];
  await Promise.all(stores.map((each, i) => each.set(`run/${i}`, { model: "a", accuracy: i }, { model: Run })));
  await results.setMany(runs(60), { model: Run });
  const whole = await partsOf(schema);
  expect(whole).toHaveLength(2);
  for (const { relname, valid, parts } of whole) {
    expect([valid, parts]).toEqual([true, [`${relname}_0`, `${relname}_1`, `${relname}_2`]]);
  }
  const other = open();
  const options = { where: { accuracy: { gte: 0.5 } }, orderBy: ["-accuracy"] } as const;
  expect(await other.explain(Run, options)).toMatchObject({ looksAt: "index", sortedBy: "index" });
  expect(await collect(other.findIds(Run, { ...options, limit: 2 }))).toEqual(["run/2", "run/1"]);
  expect(await other.count(Run, { where: options.where })).toBe(32);
  await dispose();
});

test("an index of a table with partitions that a lost connection left behind is completed", async () => {
  const { schema, open, dispose } = newStore(3);
  const [results, other] = [open(), open()];
  await results.setMany(runs(50), { model: Plain });
  await runRaw(`update ${schema}.results set model_type = 'Run'`);
  const client = await connectRaw(inject("postgresUrl"));
  await client.query(`begin; update ${schema}.results_manager_results_1 set version = version`); // The maker waits for it there.
  const counted = results.count(Run, { where: { accuracy: { gte: 0.5 } } });
  const makers = () =>
    runRaw(
      `select pid from pg_stat_progress_create_index where relid = '${schema}.results_manager_results_1'::regclass`,
    );
  await vi.waitFor(async () => expect(await makers()).toHaveLength(1), 10_000);
  expect(await other.explain(Run, { where: { accuracy: 1 } })).toMatchObject({ looksAt: "records of the model" });
  const [maker] = await makers();
  await runRaw("select pg_terminate_backend($1)", [maker?.pid]);
  await vi.waitFor(async () => expect(await makers()).not.toContainEqual(maker));
  await client.query("commit");
  await client.end();
  expect(await counted).toBe(25);
  for (const { valid, parts } of await partsOf(schema))
    expect([valid, parts]).toEqual([true, expect.objectContaining({ length: 3 })]);
  expect(await other.explain(Run, { where: { accuracy: 1 } })).toMatchObject({ looksAt: "index" });
  await dispose();
});

test("the next store completes an index of a table with partitions: it keeps the parts that are there", async () => {
  const { schema, open, dispose } = newStore(4);
  await open().setMany(runs(50), { model: Run });
  const oids = async (name: string) => {
    const found = await runRaw(
      "select c.relname, c.oid, pg_get_indexdef(c.oid) as def from pg_class as c join pg_namespace as n on n.oid = c.relnamespace " +
        "where n.nspname = $1 and starts_with(c.relname, $2) order by 1",
      [schema, name],
    );
    return found as { relname: string; oid: number; def: string }[];
  };
  const [whole] = await partsOf(schema);
  const name = whole?.relname as string;
  const [parent, ...parts] = (await oids(name)).map(({ def }) => def);
  // What a maker leaves that was killed before it could attach the second part, and while it made the third.
  await runRaw(`drop index ${schema}.${name}; ${[parent, ...parts.slice(0, 3)].join("; ")}`);
  await runRaw(`alter index ${schema}.${name} attach partition ${schema}.${name}_0`);
  await runRaw(`update pg_index set indisvalid = false where indexrelid = '${schema}.${name}_2'::regclass`);
  const left = await oids(name);
  expect(left.map(({ relname }) => relname)).toEqual([name, `${name}_0`, `${name}_1`, `${name}_2`]);
  const next = open();
  expect(await next.count(Run, { where: { accuracy: { gte: 0.5 } } })).toBe(25);
  expect((await partsOf(schema)).map(({ valid, parts }) => [valid, (parts as string[]).length])).toEqual([
    [true, 4],
    [true, 4],
  ]);
  const made = await oids(name);
  expect(made.map(({ oid }, i) => oid === left[i]?.oid)).toEqual([true, true, true, false, false]);
  expect(await next.explain(Run, { where: { accuracy: 1 } })).toMatchObject({ looksAt: "index" });
  await dispose();
});

test("the index in use depends on the condition, the order and the prefix", async () => {
  const { open, dispose } = newStore();
  const results = open();
  await results.setMany(runs(10), { model: Run });
  const indexOf = async (options: object): Promise<string> => {
    const { index, sortedBy } = await results.explain(Run, options);
    return `${index?.join()} ${sortedBy}`;
  };
  expect(await indexOf({ where: { model: "a" }, orderBy: ["-accuracy"] })).toBe("model,accuracy index");
  expect(await indexOf({ where: { model: "a", accuracy: 1 } })).toBe("model,accuracy id");
  expect(await indexOf({ where: { accuracy: { gt: 0.5 } }, orderBy: ["model"] })).toBe("accuracy memory");
  expect(await indexOf({ where: { accuracy: { gt: 0.5 } } })).toBe("accuracy id");
  expect(await indexOf({ where: { accuracy: { gt: 0.5 } }, prefix: "r" })).toBe("undefined id");
  expect(await indexOf({ orderBy: ["model"] })).toBe("undefined memory");
  await dispose();
});

test.for([1, 3])(
  "a page of an index is a stretch of it, and the server sorts no more than ties, whatever it knows of the table (%d partitions)",
  async (partitions) => {
    const statements: PgQuery[] = [];
    const pool = new pg.Pool({ connectionString: inject("postgresUrl"), pipeline: true });
    pool.on("connect", (client: { query: (query: PgQuery) => unknown }) => {
      const query = client.query.bind(client);
      client.query = (asked) => {
        statements.push(asked);
        return query(asked);
      };
    });
    const store = inNewSchema((schema) => new PostgresBackend(pool, { registry, schema, partitions }), partitions);
    const results = store.open();
    await results.setMany(runs(3000), { model: Run });
    const where = { model: "a", accuracy: { gt: 0.1 } } as const;
    const plansOf = async (work: () => Promise<unknown>): Promise<string[]> => {
      statements.length = 0;
      await work();
      const queries = statements.filter(({ text }) => /^select id/.test(text) && text.includes(`"results"`));
      const plans: string[] = [];
      for (const { text, values } of queries) plans.push(JSON.stringify(await runRaw(`explain ${text}`, values ?? [])));
      return plans;
    };
    for (const known of ["", `analyze ${store.schema}.results`]) {
      if (known) await runRaw(known);
      for (const options of [{ where, orderBy: ["-accuracy"] }, { where: { accuracy: { lt: 0.01 } } }] as const) {
        const plans = await plansOf(() => collect(results.find(Run, options)));
        expect(plans.length).toBeGreaterThan(1);
        for (const plan of plans) {
          expect(plan).toMatch(
            /Index Scan( Backward)? using results_manager_results_by_|results_pkey|Bitmap Index Scan on results_manager_results_by_/,
          );
          expect(plan).not.toMatch(/Seq Scan/);
        }
      }
    }
    await store.dispose();
    await pool.end();
  },
);

test("a write never fails because of an index", async () => {
  const Wide = registry.register("Wide", v.object({ a: v.any(), b: v.any(), "c\0": v.any() }), {
    index: ["a", ["a", "b"], "c\0"],
  });
  const { schema, open, dispose } = newStore();
  const results = open();
  const long = Array.from({ length: 3000 }, () =>
    String.fromCodePoint(0x10000 + Math.floor(Math.random() * 0xffff)),
  ).join("");
  const values = [
    long,
    long.slice(0, 700),
    1e308,
    5e-324,
    2n ** 80n,
    "\0",
    "\ud800",
    new Date(0),
    [long],
    { long },
    null,
  ];
  const id = (i: number): string => `${"i".repeat(199)}/${"j".repeat(199)}/${"k".repeat(199)}/${"l".repeat(199)}/${i}`;
  await results.setMany(
    values.map((value, i) => [id(i), { a: value, b: value, "c\0": value }] as const),
    { model: Wide },
  );
  expect(await indexesOf(schema)).toHaveLength(2);
  for (const text of ["1e400", "1e-400", "9007199254740993", `1${"0".repeat(1000)}`, "[[", '"\\u0000"']) {
    await runRaw(`update ${schema}.results set data = $1 where id = $2`, [`{"a":${text},"b":${text}}`, id(0)]);
  }
  expect((await collect(results.findIds(Wide, { where: { b: null }, onError: "skip" }))).length).toBe(1);
  await dispose();
});
