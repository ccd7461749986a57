import { SqliteStorage } from "../../src/sqlite-storage.ts";

// Shows that it is open, until it is killed.
const storage = new SqliteStorage(process.argv[2] ?? "");
await storage.has("leases", ["k"]);
process.send?.(storage.sessions?.name);
setInterval(() => storage.sessions, 1_000); // A storage that nothing refers to is collected, and its lock is freed.
