import { FileStorage } from "../../src/file-storage.ts";

// Shows that it is open, until it is killed.
const storage = new FileStorage(process.argv[2] ?? "");
await storage.holds("results");
process.send?.(storage.sessions.name);
setInterval(() => storage.sessions, 1_000); // A storage that nothing refers to may be collected.
