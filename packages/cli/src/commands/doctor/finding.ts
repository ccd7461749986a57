import type { Column } from "../../output/column.ts";

/** Check, what it has found, and what is wrong with that. */
export interface Finding {
  readonly check: string;
  readonly found: string;
  /** Sentence in plain words; `null` if nothing is wrong. */
  readonly problem: string | null;
}

/** Columns of findings. */
export const FINDING_COLUMNS: readonly Column[] = [{ key: "check" }, { key: "found" }, { key: "problem" }];

/**
 * Tries something: the finding is what it returns, or that it failed.
 *
 * @param problem of a failure.
 */
export function attempt(check: string, problem: string, work: () => string): Finding {
  try {
    return { check, found: work(), problem: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { check, found: `no (${code ?? message})`, problem };
  }
}
