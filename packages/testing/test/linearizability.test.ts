import { describe, expect, test } from "vitest";
import { findViolation } from "../src/linearizability/find-violation.ts";
import type { RegisterCall, RegisterOperation, RegisterOutcome } from "../src/linearizability/operation.ts";

function operation(
  start: number,
  end: number,
  call: RegisterCall,
  outcome: RegisterOutcome | undefined,
  key = "a",
): RegisterOperation {
  return { key, call, outcome, start, end };
}

const set = (value: number) => ({ name: "overwrite", value }) as const;
const create = (value: number) => ({ name: "raise_if_exists", value }) as const;
const skip = (value: number) => ({ name: "skip_if_exists", value }) as const;
const update = (value: number) => ({ name: "update", value }) as const;
const get = { name: "get" } as const;
const remove = { name: "delete" } as const;

const GOOD: Readonly<Record<string, readonly RegisterOperation[]>> = {
  "one call after the other": [
    operation(0, 1, get, null),
    operation(2, 3, create(1), true),
    operation(4, 5, skip(2), false),
    operation(6, 7, create(3), "refused"),
    operation(8, 9, update(4), 1),
    operation(10, 11, remove, true),
    operation(12, 13, remove, false),
    operation(14, 15, get, null),
  ],
  "a read during a write sees either": [
    operation(0, 1, set(1), true),
    operation(2, 9, set(2), true),
    operation(3, 4, get, 1),
    operation(5, 6, get, 2),
    operation(7, 8, get, 2),
  ],
  "overlapping writes in the order that the reads tell": [
    operation(0, 9, set(1), true),
    operation(0, 9, set(2), true),
    operation(10, 11, get, 1),
  ],
  "a write of unknown outcome takes effect late, or never": [
    operation(0, 1, set(1), undefined),
    operation(2, 3, get, null),
    operation(4, 5, get, 1),
    operation(6, 7, set(2), undefined),
    operation(8, 9, get, 1),
  ],
  "keys do not concern each other": [operation(0, 1, set(1), true, "a"), operation(2, 3, get, null, "b")],
};

/** Histories that are impossible, and the start of the operation at whose end that is known. */
const BAD: Readonly<Record<string, { readonly at: number; readonly history: readonly RegisterOperation[] }>> = {
  "a read after a write does not see it": {
    at: 2,
    history: [operation(0, 1, set(1), true), operation(2, 3, get, null)],
  },
  "a value comes back": {
    at: 5,
    history: [
      operation(0, 1, set(1), true),
      operation(2, 9, set(2), true),
      operation(3, 4, get, 2),
      operation(5, 6, get, 1),
    ],
  },
  "two create the same": { at: 0, history: [operation(0, 9, create(1), true), operation(1, 8, create(2), true)] },
  "two skip what nobody wrote": { at: 1, history: [operation(0, 9, skip(1), false), operation(1, 8, skip(2), false)] },
  "an update is lost": {
    at: 2,
    history: [operation(0, 1, set(1), true), operation(2, 9, update(2), 1), operation(3, 8, update(3), 1)],
  },
  "two delete the same": {
    at: 2,
    history: [operation(0, 1, set(1), true), operation(2, 9, remove, true), operation(3, 8, remove, true)],
  },
  "a value that nobody wrote": { at: 0, history: [operation(0, 1, get, 7)] },
  "a write of unknown outcome that is seen, and then not": {
    at: 4,
    history: [operation(0, 1, set(1), undefined), operation(2, 3, get, 1), operation(4, 5, get, null)],
  },
  "a refused write took effect": {
    at: 4,
    history: [operation(0, 1, set(1), true), operation(2, 3, create(2), "refused"), operation(4, 5, get, 2)],
  },
};

describe("findViolation", () => {
  test.for(Object.entries(GOOD))("accepts: %s", ([, history]) => {
    expect(findViolation(history)).toBeUndefined();
    expect(findViolation(history.toReversed())).toBeUndefined();
  });

  test.for(Object.entries(BAD))("rejects: %s", ([, { at, history }]) => {
    expect(findViolation(history)?.operation.start).toBe(at);
    expect(findViolation(history.toReversed())?.operation.start).toBe(at);
  });

  test("checks long histories, and finds one wrong read in them", () => {
    const history = Array.from({ length: 50_000 }, (_, i) => [
      operation(10 * i, 10 * i + 12, update(i + 1), i === 0 ? null : i),
      operation(10 * i + 3, 10 * i + 9, get, i === 0 ? null : i),
    ]).flat();
    expect(findViolation(history)).toBeUndefined();
    history.push(operation(400_005, 400_006, get, 7));
    expect(findViolation(history)?.operation).toMatchObject({ start: 400_005, outcome: 7 });
  });
});
