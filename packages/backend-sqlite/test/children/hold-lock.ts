import { openDatabase } from "../../src/sqlite/native.ts";

// Holds the write lock of a database for some time, or until it is killed.
const [path = "", forMs = "0"] = process.argv.slice(2);
const raw = openDatabase(path, { readOnly: false, mustExist: true });
raw.exec("begin immediate");
process.send?.("locked");
setTimeout(() => {
  raw.exec("rollback");
  raw.close();
}, Number(forMs));
