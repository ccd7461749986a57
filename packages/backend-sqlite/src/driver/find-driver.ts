import { requireDependency } from "@results-manager/core/internal";
import { requireDriver, type SqliteDriver } from "./native.ts";

/** Loads better-sqlite3, in a bundle that does not find it as the installed package does. */
export function findDriver(): SqliteDriver {
  const file = import.meta.url ?? __filename;
  return requireDependency(requireDriver, "better-sqlite3", file, "@results-manager/backend-sqlite");
}
