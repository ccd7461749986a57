import fc from "fast-check";
import { expect } from "vitest";
import { expectSame } from "../expect-same.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";
import { apply, type Operation, operationArbitrary } from "./operation.ts";
import { Reference } from "./reference.ts";

/** Properties of random sequences of operations: a store behaves as a plain Map does. */
export function operationProperties(suite: Suite): void {
  const sequences = fc.array(operationArbitrary(), { minLength: 1, maxLength: 40 });

  suite.case("awaited operations behave as on a plain Map", async (store) => {
    await forAll(store, sequences, async (operations, reference) => {
      for (const operation of operations) {
        const expected = reference.apply(operation);
        expectSame([operation, await apply(store, operation)], [operation, expected]);
      }
    });
  });

  suite.case("operations of one turn behave as on a plain Map, in the order of the calls", async (store) => {
    // Without operations on the whole store or of several steps, whose order among the others of one turn is undefined.
    const simple = sequences.map((operations) => operations.filter(({ kind }) => SINGLE.has(kind)));
    await forAll(store, simple, async (operations, reference) => {
      const calls = operations.map((operation) => apply(store, operation));
      expectSame(
        await Promise.all(calls),
        operations.map((operation) => reference.apply(operation)),
      );
    });
  });
}

const SINGLE: ReadonlySet<Operation["kind"]> = new Set(["set", "get", "exists", "delete", "info"]);

async function forAll(
  store: OpenedStore,
  sequences: fc.Arbitrary<Operation[]>,
  body: (operations: readonly Operation[], reference: Reference) => Promise<void>,
): Promise<void> {
  const { backend, clock, models, properties } = store;
  await fc.assert(
    fc.asyncProperty(sequences, async (operations) => {
      await backend.clear();
      const reference = new Reference(clock);
      await body(operations, reference);
      const left = reference.entries();
      expect(await backend.listIds()).toEqual(left.map(([id]) => id));
      expectSame(
        await backend.getMany(
          left.map(([id]) => id),
          models.Anything,
        ),
        left.map(([, value]) => value),
      );
    }),
    { seed: properties.seed, numRuns: properties.runs },
  );
}
