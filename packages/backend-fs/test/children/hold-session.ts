import { FileStorage } from "../../src/file-storage.ts";

// Shows that it is open, until it is killed.
const storage = new FileStorage(process.argv[2] ?? "");
process.send?.(storage.sessions.name);
setInterval(() => {}, 1_000);
