import { SqliteStorage } from "../../src/sqlite-storage.ts";

// Shows that it is open, until it is killed.
const storage = new SqliteStorage(process.argv[2] ?? "");
await storage.has("leases", ["k"]);
process.send?.(storage.sessions?.name);
setInterval(() => {}, 1_000);
