// What our packages use of Kysely. As built, they share this one file: Kysely itself is hundreds, which Node takes longer to load than all else.
export {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
export { Migrator } from "kysely/migration";
