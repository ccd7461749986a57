import { expect } from "vitest";
import { closedAtStep } from "./closed-at-step.ts";

/** A call, made on a store of its own. */
export type Asked<Store> = Readonly<Record<string, (store: Store) => Promise<unknown>>>;

/** What the cases of one face are made of. */
export interface Closing<Store> {
  /** The storage of a store. */
  readonly storageOf: (store: Store) => object;
  /** Stores what the calls work on. */
  readonly prepare: (store: Store) => Promise<void>;
  readonly calls: Asked<Store>;
}

/** The most steps that are looked at, for calls that never end. */
const MOST_STEPS = 400;

/**
 * Makes all calls on new stores in one turn, and closes each store at another step of what comes of them: each call ends as it does where
 * nothing is closed, and nothing is rejected where nobody listens.
 */
export async function expectCarriedOut<Store>(
  onNewStore: (body: (store: Store) => Promise<void>) => Promise<void>,
  { storageOf, prepare, calls }: Closing<Store>,
): Promise<void> {
  const unheard: unknown[] = [];
  const listen = (error: unknown): void => void unheard.push(error);
  process.on("unhandledRejection", listen);
  try {
    let expected: unknown;
    let last = MOST_STEPS;
    for (let at = MOST_STEPS; at >= 0; at = at === MOST_STEPS ? last : at - 1) {
      await onNewStore(async (store) => {
        await prepare(store);
        const closed = closedAtStep(storageOf(store), at);
        const asked = Object.entries(calls).map(([name, call]) => outcomeOf(name, call(store)));
        closed.begin();
        const outcomes = Object.fromEntries(await Promise.all(asked));
        last = Math.min(last, closed.steps - 1);
        await closed.closed();
        expected ??= outcomes;
        expect(outcomes, `closed at step ${at}`).toEqual(expected);
      });
    }
    expect(unheard).toEqual([]);
    expect(last).toBeGreaterThan(0);
  } finally {
    process.off("unhandledRejection", listen);
  }
}

async function outcomeOf(name: string, call: Promise<unknown>): Promise<readonly [name: string, outcome: unknown]> {
  try {
    return [name, await call];
  } catch (error) {
    return [name, error instanceof Error ? ((error as { code?: unknown }).code ?? error.message) : error];
  }
}
