/**
 * What a backend may lack, with the rules that then do not apply.
 *
 * - `retention`: what is written can be read.
 * - `persistence`: what is written is there when the store is opened again; needs `reopen`.
 * - `sharing`: several backends may be open on the store at once; needs `reopen`.
 * - `ordering`: a listing or clearing sees the calls made before it in the same turn; stacks that make calls wait for locks lack it.
 * - `responsiveness`: ten thousand calls at once let timers through every 20 ms; what makes them wait for one lock lacks it.
 * - `asynchrony`: what it is given may be asynchronous, schemas, functions and targets of copies, and calls overlap; what blocks its
 *   thread lacks it.
 * - `recency`: a cache with bounds keeps what was read of late; where a medium keeps no note of that, what was written of late stays.
 * - `corruption`: something outside can damage a stored record; needs `corrupt`.
 */
export type Ability =
  | "retention"
  | "persistence"
  | "sharing"
  | "ordering"
  | "responsiveness"
  | "asynchrony"
  | "recency"
  | "corruption";

/** The abilities a backend lacks, each with the reason: it stands in the titles of the cases that are skipped. */
export type Lacks = Readonly<Partial<Record<Ability, string>>>;

/** Why a case that needs these abilities does not apply, or `undefined` where it does. */
export function reasonToSkip(lacks: Lacks, needs: readonly Ability[]): string | undefined {
  return needs.map((ability) => lacks[ability]).find((reason) => reason !== undefined);
}
