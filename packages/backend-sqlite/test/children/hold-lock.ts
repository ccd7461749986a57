import { openDatabase } from "../../src/driver/native.ts";

// Holds the write lock of a database until it is killed.
const [path = ""] = process.argv.slice(2);
const raw = openDatabase(path, { readOnly: false, mustExist: true });
raw.exec("begin immediate");
process.send?.("locked");
setInterval(() => raw.inTransaction, 60_000); // A database that nothing refers to is collected, and its lock is freed.
