import { expect } from "vitest";
import type { PropertyOptions } from "../store-under-test.ts";
import { closedAtStep } from "./closed-at-step.ts";

/** Calls by name, each made on the given store. */
export type Asked<Store> = Readonly<Record<string, (store: Store) => Promise<unknown>>>;

/** Parts of the cases of one face. */
export interface Closing<Store> {
  /** Returns the face of a store. */
  readonly faceOf: (store: Store) => object;
  /** Stores the records that the calls work on. */
  readonly prepare: (store: Store) => Promise<void>;
  readonly calls: Asked<Store>;
}

/** Part of the surroundings of a case that says at how many steps a store is closed. */
interface ClosableStore {
  readonly properties: Required<PropertyOptions>;
}

/** Upper bound of the steps, for calls that never end. */
const MOST_STEPS = 400;

/**
 * Makes all calls in one turn, each time on a new store that is closed at another of their steps, and asserts that each call ends as it
 * does without closing, and that no rejection is unhandled.
 */
export async function expectCarriedOut<Store extends ClosableStore>(
  onNewStore: (body: (store: Store) => Promise<void>) => Promise<void>,
  { faceOf, prepare, calls }: Closing<Store>,
): Promise<void> {
  const unheard: unknown[] = [];
  const listen = (error: unknown): void => void unheard.push(error);
  process.on("unhandledRejection", listen);
  try {
    let expected: unknown;
    let last = MOST_STEPS;
    let stride = 1;
    for (let at = MOST_STEPS; at >= 0; at = at === MOST_STEPS ? last : at - stride) {
      await onNewStore(async (store) => {
        await prepare(store);
        const closed = closedAtStep(faceOf(store), at);
        const asked = Object.entries(calls).map(([name, call]) => outcomeOf(name, call(store)));
        closed.begin();
        const outcomes = Object.fromEntries(await Promise.all(asked));
        last = Math.min(last, closed.steps - 1);
        stride = Math.max(1, Math.ceil((last + 1) / store.properties.closings));
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
