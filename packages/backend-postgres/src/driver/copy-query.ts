import { loadPg, type PgClient } from "./native.ts";

/** Statement that copies rows in the binary format. */
export interface CopyStatement {
  readonly text: string;
  readonly rows: Buffer;
  readonly timeoutMs: number;
}

/**
 * Copies rows into a table. The rows are sent together with the statement: a server that refuses it skips them. A stream would wait for an
 * answer first, and a client with a pipeline takes no query of another class than its own.
 */
export function copyRows(client: PgClient, { text, rows, timeoutMs }: CopyStatement): Promise<void> {
  const { Query } = loadPg();
  return new Promise((resolve, reject) => {
    const query = new Query({ text }, undefined, (error) => (error ? reject(error) : resolve()));
    query.query_timeout = timeoutMs;
    query.handleCopyInResponse = () => {}; // Sent already.
    query.submit = (connection) => {
      connection.stream.cork();
      connection.query(text);
      connection.sendCopyFromChunk(rows);
      connection.endCopyFrom();
      connection.stream.uncork();
      return null;
    };
    client.query(query);
  });
}
