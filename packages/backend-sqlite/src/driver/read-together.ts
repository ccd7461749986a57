import type { Connection } from "./connection.ts";

/** Runs statements that read in one transaction, unless one is open: each by itself would take and return the locks of the file. */
export function readTogether(connection: Connection, read: () => void): void {
  const { database } = connection;
  if (database.inTransaction) {
    read();
    return;
  }
  connection.statement("begin").run();
  try {
    read();
  } finally {
    if (database.inTransaction) connection.statement("commit").run();
  }
}
