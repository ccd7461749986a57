/** Columns of a record, in their order. */
export const COLUMNS =
  "id, model_type, namespace, data, bytes, created_at, updated_at, version, types, expires_at, revision";

/** Makes a table as ours is, in a schema of its own, and returns its name. */
export async function makeRawTable(db: { query(text: string): Promise<unknown> }, schema: string): Promise<string> {
  const table = `${schema}.results`;
  await db.query(`create schema ${schema}`);
  await db.query(
    `create table ${table} (id text collate "C" primary key, model_type text not null, namespace text not null, data text, bytes bytea,
     created_at text not null, updated_at text not null, version bigint not null, types text, expires_at bigint, revision text not null)`,
  );
  return table;
}
