import { checkOptions, type OptionNames } from "@results-manager/core/internal";

/**
 * Abilities that a backend may lack; the rules below do not apply to a backend without them.
 *
 * - `retention`: written records can be read.
 * - `persistence`: written records remain when the store is opened again; needs `reopen`.
 * - `sharing`: several backends may be open on the store at once; needs `reopen`.
 * - `ordering`: a listing or clearing sees the calls made before it in the same turn; storages whose calls wait for locks lack it.
 * - `responsiveness`: four thousand concurrent calls let timers through every 20 ms; storages whose calls wait for one lock lack it.
 * - `asynchrony`: schemas, functions and targets of copies may be asynchronous, and calls overlap; backends that block their
 *   thread lack it.
 * - `recency`: a bounded cache keeps recently read entries; on a medium that does not record reads, recently written entries stay.
 * - `description`: the store describes the models that write to it.
 * - `corruption`: a stored record can be damaged from outside; needs `corrupt`.
 */
export type Ability =
  | "retention"
  | "persistence"
  | "sharing"
  | "ordering"
  | "responsiveness"
  | "asynchrony"
  | "recency"
  | "description"
  | "corruption";

/** Abilities that a backend lacks, each with the reason, which is shown in the titles of the skipped cases. */
export type Lacks = Readonly<Partial<Record<Ability, string>>>;

const ABILITIES: OptionNames<Lacks> = {
  retention: true,
  persistence: true,
  sharing: true,
  ordering: true,
  responsiveness: true,
  asynchrony: true,
  recency: true,
  description: true,
  corruption: true,
};

/** Checks what a subject lacks: a misspelt ability would be tested, one without a reason would not. @throws {TypeError} */
export function checkLacks(lacks: Lacks): void {
  checkOptions(lacks, ABILITIES, "lacks");
  for (const [ability, reason] of Object.entries(lacks)) {
    if (typeof reason === "string" || reason === undefined) continue;
    throw new TypeError(`lacks must say why there is no ${ability}, as a text, got ${String(reason)}.`);
  }
}

/** Returns the reason to skip a case that needs these abilities, or `undefined` if it applies. */
export function reasonToSkip(lacks: Lacks, needs: readonly Ability[]): string | undefined {
  return needs.map((ability) => lacks[ability]).find((reason) => reason !== undefined);
}
