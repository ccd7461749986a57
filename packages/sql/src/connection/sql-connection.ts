import type { Awaitable } from "@results-manager/core/storage";

/** Kind of access of an operation. */
export type Access = "read" | "write";

/** Values of the columns of a row, in the order of the query. Their types are unknown, since other programs may write to the tables. */
export type SqlRow = readonly unknown[];

/** Connection to a database: the four functions that the shared code needs of a driver. */
export interface SqlConnection {
  /** Runs a query, and returns its rows. */
  run(query: string, values: readonly unknown[]): Awaitable<readonly SqlRow[]>;
  /** Runs work in one transaction, which is rolled back if the work fails. */
  transaction<T>(access: Access, work: () => Awaitable<T>): Awaitable<T>;
  /** Tells whether the same work may succeed later, because another connection was in the way. Nothing of it has taken effect. */
  isRetryable(error: unknown): boolean;
  /** Converts an error of the driver to one of this library, with the original as its cause. Other errors are returned unchanged. */
  toError(error: unknown, key?: string): Error;
}
