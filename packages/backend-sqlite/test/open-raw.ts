import { openDatabase, type SqliteDatabase } from "../src/driver/native.ts";

/** A database as any other program has it, waiting for nobody. */
export function openRaw(path: string): SqliteDatabase {
  return openDatabase(path, { readOnly: false, mustExist: false });
}
