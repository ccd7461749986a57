/**
 * Assumptions of the simulation, in milliseconds. Measured ones are those of `docs/design/postgres.md`, of PostgreSQL 18 on one core with
 * records of 1 KB; the others are guesses, which are marked.
 */
export const COSTS = {
  /** Processor time of the server for a read of one record: measured. */
  readCpu: 0.02,
  /** Processor time of the server for a write of one record, with its part of the log: measured. */
  writeCpu: 0.045,
  /** Time for which a write holds the page of an index that it changes. Guess: a tenth of its processor time. */
  pageLock: 0.0045,
  /** Flush of the log, which all commits share that wait when it begins: measured. */
  flush: 0.2,
  /** Round trip of the network: guess. */
  roundTrip: 0.5,
  /** Processor time of a statement for each further partition, since the server locks all of them: measured, a third more for 16. */
  partitionCpu: 0.0007,
} as const;

/** Cores of the server: guess. */
export const CORES = 8;
/** Connections of the server that work at the same time; further statements wait in a pool. */
export const CONNECTIONS = 200;
/** Statements of a `getOrCompute` that computes: two looks, a lease, the result, and the lease back. */
export const STATEMENTS = ["read", "write", "read", "write", "write"] as const;
