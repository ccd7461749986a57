import type { PgResult } from "./native.ts";

/** Runs a statement with its values, or a script of statements without any; by itself or in a transaction. */
export type Runner = (text: string, values?: readonly unknown[]) => Promise<PgResult>;

/** Runs statements that commit by themselves. */
export interface WriteRunner extends Runner {
  /** Copies rows in the binary format: all of them or none. Undefined for connections that cannot. */
  readonly copy?: (text: string, rows: Buffer) => Promise<void>;
}

/** Sends each statement after the answer to the one before it: without a pipeline, `pg` warns of a second one, and will refuse it. */
export function oneByOne(run: Runner): Runner {
  let before: Promise<unknown> = Promise.resolve();
  return (text, values) => {
    const answer = before.then(() => run(text, values));
    before = answer.catch(() => {});
    return answer;
  };
}
