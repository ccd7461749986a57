import { type ResultsErrorCode, SetBehavior, type SetOptions } from "@results-manager/core";
import { expect } from "vitest";
import { expectClass, expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

type Result = boolean | ResultsErrorCode;
const OLD: unknown = { n: 1, list: [1, 2] };
const NEW: unknown = { n: 1, list: [1, 3] };

/** Record before the write, and the outcome of the write by behaviour. */
interface Row {
  readonly stored: string;
  readonly prepare: (store: OpenedStore) => Promise<void>;
  readonly data: unknown;
  readonly results: Readonly<Record<SetBehavior, Result>>;
  readonly corrupt?: boolean;
}

const FREE: Row["results"] = { raise_if_exists: true, raise_if_different: true, skip_if_exists: true, overwrite: true };
const EQUAL: Row["results"] = {
  raise_if_exists: "RESULT_EXISTS",
  raise_if_different: true,
  skip_if_exists: false,
  overwrite: true,
};
const TAKEN: Row["results"] = { ...EQUAL, raise_if_different: "RESULT_DIFFERS" };

const ROWS: readonly Row[] = [
  { stored: "nothing", prepare: async () => {}, data: NEW, results: FREE },
  {
    stored: "an expired record",
    prepare: async (store) => {
      await put(store, OLD, { ttlSeconds: 1 });
      store.clock.advance(1);
    },
    data: NEW,
    results: FREE,
  },
  {
    stored: "a deleted record",
    prepare: async (store) => {
      await put(store, OLD);
      await store.backend.delete("id");
    },
    data: NEW,
    results: FREE,
  },
  { stored: "equal data", prepare: (store) => put(store, OLD), data: structuredClone(OLD), results: EQUAL },
  {
    stored: "equal data, keys in another order",
    prepare: (store) => put(store, OLD),
    data: { list: [1, 2], n: 1 },
    results: EQUAL,
  },
  { stored: "other data", prepare: (store) => put(store, OLD), data: NEW, results: TAKEN },
  {
    stored: "equal data of another model",
    prepare: async ({ backend, models }) => void (await backend.set("id", OLD, { model: models.Other })),
    data: OLD,
    results: TAKEN,
  },
  {
    stored: "equal data of another namespace",
    prepare: (store) => put(store, OLD, { namespace: "elsewhere" }),
    data: OLD,
    results: TAKEN,
  },
  {
    stored: "a damaged record",
    corrupt: true,
    prepare: async (store) => {
      await put(store, OLD);
      await store.corrupt("id");
    },
    data: OLD,
    results: TAKEN,
  },
];

/** Every behaviour on every kind of stored record. */
export function setBehaviorCases(suite: Suite): void {
  for (const { stored, prepare, data, results, corrupt } of ROWS) {
    for (const behavior of Object.values(SetBehavior)) {
      const result = results[behavior];
      suite.case(
        `${stored}, ${behavior}: ${result}`,
        async (store) => {
          const { backend, models, clock } = store;
          await prepare(store);
          const before = corrupt || !(await backend.exists("id")) ? undefined : await backend.info("id");
          clock.advance(60);
          const options = { model: models.Anything, behavior };
          if (typeof result === "string") await expectCode(backend.set("id", data, options), result);
          else expect(await backend.set("id", data, options)).toBe(result);

          const written = result === true && (behavior === "overwrite" || before === undefined);
          if (written) {
            expectSame(await backend.get("id", models.Anything), data);
            expect((await backend.info("id")).updatedAt.getTime()).toBe(clock.now());
          } else if (before) {
            expectSame(await backend.info("id"), before);
            expectSame(await backend.get("id", models.Anything), OLD);
          } else {
            await expectCode(backend.get("id", models.Anything), "CORRUPT_RECORD");
          }
        },
        corrupt ? ["retention", "corruption"] : ["retention"],
      );
    }
  }

  suite.case("the default behaviour is raise_if_exists", async (store) => {
    await put(store, OLD);
    const { backend, models } = store;
    await expectCode(backend.set("id", OLD, { model: models.Anything }), "RESULT_EXISTS");
    await expectCode(backend.set("id", OLD, { model: models.Anything, behavior: undefined }), "RESULT_EXISTS");
  });

  suite.case(
    "an unknown behaviour is a TypeError, and nothing is written",
    async ({ backend, models: { Anything } }) => {
      for (const bad of ["", "Overwrite", "OVERWRITE", "replace", null, 0, true, {}, ["overwrite"]]) {
        const behavior = bad as SetBehavior;
        await expectClass(backend.set("id", 1, { model: Anything, behavior }), TypeError);
        await expectClass(backend.setMany([["id", 1]], { model: Anything, behavior }), TypeError);
        await expectClass(backend.importRecords([], { behavior }), TypeError);
        await expectClass(backend.copyTo(backend, { behavior }), TypeError);
      }
      expect(await backend.listIds()).toEqual([]);
    },
  );

  suite.always("set of a missing id returns true for every behaviour", async ({ backend, models: { Anything } }) => {
    for (const behavior of Object.values(SetBehavior)) {
      expect(await backend.set(`new/${behavior}`, 1, { model: Anything, behavior })).toBe(true);
    }
  });
}

async function put(
  { backend, models }: OpenedStore,
  data: unknown,
  options: SetOptions<undefined> = {},
): Promise<void> {
  await backend.set("id", data, { ...options, model: models.Anything });
}
