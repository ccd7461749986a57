import { type Awaitable, allowsRemoval, type Outcome, type RecordRemoval } from "@results-manager/core/storage";
import { mapAwaitable } from "../connection/map-awaitable.ts";
import { withDistinctKeys } from "./distinct-keys.ts";
import type { RecordStatements, RemoveStatement } from "./record-statements.ts";

/** Removes each record whose condition holds at `now`; tells for each whether it was there. Revisions require a transaction. */
export function removeBatch(
  records: RecordStatements,
  removals: readonly RecordRemoval[],
  now: number,
): Awaitable<readonly Outcome<boolean>[]> {
  if (removals.every(({ condition }) => condition === "any")) {
    return removeAny(
      records,
      removals.map(({ key }) => key),
      now,
    );
  }
  return withDistinctKeys(removals, (distinct) => new RemoveBatch(records, distinct, now).run());
}

/** Removes rows of which those that have expired do not count. */
function removeAny(
  records: RecordStatements,
  keys: readonly string[],
  now: number,
): Awaitable<readonly Outcome<boolean>[]> {
  return mapAwaitable(records.remove("removeLiving", keys, now), (outcomes) => {
    if (!outcomes.includes(false)) return outcomes;
    const left = keys.flatMap((_, place) => (outcomes[place] === false ? [place] : []));
    const expired = records.remove(
      "removeExpired",
      left.map((place) => keys[place] as string),
      now,
    );
    return mapAwaitable(expired, (removed) => {
      const all = [...outcomes];
      for (const [i, place] of left.entries()) if (removed[i] instanceof Error) all[place] = removed[i];
      return all;
    });
  });
}

/** Plan of a batch: a statement for each kind of condition. */
class RemoveBatch {
  readonly #records: RecordStatements;
  readonly #removals: readonly RecordRemoval[];
  readonly #now: number;
  readonly #outcomes: Outcome<boolean>[];

  constructor(records: RecordStatements, removals: readonly RecordRemoval[], now: number) {
    this.#records = records;
    this.#removals = removals;
    this.#now = now;
    this.#outcomes = removals.map(() => false);
  }

  run(): Awaitable<readonly Outcome<boolean>[]> {
    const any: number[] = [];
    const expired: number[] = [];
    const unchanged: number[] = [];
    for (let place = 0; place < this.#removals.length; place++) {
      const { condition } = this.#removals[place] as RecordRemoval;
      (condition === "any" ? any : condition === "expired" ? expired : unchanged).push(place);
    }
    return mapAwaitable(this.#removeAny(any), () =>
      mapAwaitable(this.#remove("removeExpired", expired), () =>
        mapAwaitable(this.#removeUnchanged(unchanged), () => this.#outcomes),
      ),
    );
  }

  #removeAny(places: readonly number[]): Awaitable<void> {
    if (places.length === 0) return;
    return mapAwaitable(removeAny(this.#records, places.map(this.#keyAt), this.#now), (outcomes) => {
      for (const [i, place] of places.entries()) this.#outcomes[place] = outcomes[i] ?? false;
    });
  }

  #removeUnchanged(places: readonly number[]): Awaitable<unknown> {
    if (places.length === 0) return undefined;
    return mapAwaitable(this.#records.find(places.map(this.#keyAt)), (found) => {
      const allowed: number[] = [];
      for (const [i, place] of places.entries()) {
        const record = found[i];
        if (record instanceof Error) this.#outcomes[place] = record;
        else if (allowsRemoval(this.#removals[place] as RecordRemoval, record, this.#now)) allowed.push(place);
      }
      return this.#remove("remove", allowed);
    });
  }

  #remove(statement: RemoveStatement, places: readonly number[]): Awaitable<void> {
    if (places.length === 0) return;
    return mapAwaitable(this.#records.remove(statement, places.map(this.#keyAt), this.#now), (outcomes) => {
      for (let i = 0; i < places.length; i++) this.#outcomes[places[i] as number] = outcomes[i] ?? false;
    });
  }

  readonly #keyAt = (place: number): string => (this.#removals[place] as RecordRemoval).key;
}
