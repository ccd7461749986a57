/**
 * Rooms of each package from the bottom to the top: a file imports from its own room and from those before it. `.` holds the files that
 * lie in no room.
 */
export const ORDER: Readonly<Record<string, readonly string[]>> = {
  core: [
    "errors",
    "loading",
    "options",
    "ids",
    "time",
    "codec",
    "digest",
    "fields",
    "models",
    "records",
    "typed-records",
    "scheduling",
    "query",
    "steps",
    "storage",
    "locking",
    "leases",
    "results",
    "cache",
    "values",
    "calls",
    "memory",
    "void",
    ".",
  ],
  "backend-fs": ["errors", "reading", "naming", "syncing", "layout", "locks", "walking", "writing", "."],
  "backend-hdf5": ["library", "codec", "bags", "tables", "thread", "."],
  sql: ["options", "tables", "queries", "rows", "connection", "keys", "batch", "calls", "uses", "."],
  "backend-sqlite": ["driver", "lookup", "."],
  "backend-postgres": ["tables", "driver", "records", "calls", "."],
  sync: ["recipe", "protocol", "bridge", "store", "worker", "."],
  "results-manager": ["."],
};
