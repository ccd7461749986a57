import type { PgResult } from "./native.ts";

/** Runs a statement with its values, or a script of statements without any; by itself or in a transaction. */
export type Runner = (text: string, values?: readonly unknown[]) => Promise<PgResult>;
