import type { PropertyOptions } from "@results-manager/testing";

/**
 * Numbers of random cases over PostgreSQL, where each takes ten times as long as in memory. `pnpm test:all` runs more of them, and closes a
 * store at every step of its calls.
 */
export const properties: PropertyOptions = process.env.TEST_ALL ? { runs: 20 } : { runs: 7, closings: 7 };
