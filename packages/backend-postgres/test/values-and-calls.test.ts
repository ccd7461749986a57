import { CallsFace, type ValueStorage, ValuesFace } from "@results-manager/core";
import { DestructuringMixin, type StorageOptions } from "@results-manager/core/storage";
import { describeCalls, describeValues, faceOver } from "@results-manager/testing";
import { type PgPool, PostgresCalls, type PostgresOptions, PostgresStorage, PostgresValues } from "../src/index.ts";
import { damage, inNewSchema, sharedPool } from "./new-schema.ts";
import { properties } from "./properties.ts";

type Open<T> = new (source: PgPool, options: PostgresOptions & StorageOptions) => T;

/** The second ones are run by `pnpm test:all`; destructuring runs over memory and SQLite every time. */
const VALUES: readonly (readonly [name: string, Face: Open<ValuesFace>])[] = [
  ["PostgresValues", PostgresValues],
  [
    "Values over Destructuring over PostgreSQL",
    faceOver(ValuesFace, DestructuringMixin(PostgresStorage, { remainingDepth: 1 })),
  ],
];
const CALLS: readonly (readonly [name: string, Face: Open<CallsFace>])[] = [
  ["PostgresCalls", PostgresCalls],
  ["Calls over Destructuring over PostgreSQL", faceOver(CallsFace, DestructuringMixin(PostgresStorage))],
];

for (const [name, Values] of process.env.TEST_ALL ? VALUES : VALUES.slice(0, 1)) {
  describeValues({
    name,
    open: async (context) => {
      const make = (Made: Open<ValuesFace>) => (schema: string) => new Made(sharedPool(), { ...context, schema });
      const store = inNewSchema(make(Values));
      const reopen = async ({ remainingDepth }: { readonly remainingDepth?: number } = {}): Promise<ValueStorage> =>
        remainingDepth === undefined
          ? store.open()
          : store.open(make(faceOver(ValuesFace, DestructuringMixin(PostgresStorage, { remainingDepth }))));
      const corrupt = (key: string) => damage(store.schema, "results_manager_values", key);
      return { ...store, values: store.open(), reopen, corrupt };
    },
    properties,
  });
}

for (const [name, Calls] of process.env.TEST_ALL ? CALLS : CALLS.slice(0, 1)) {
  describeCalls({
    name,
    open: async (context) => {
      const store = inNewSchema((schema) => new Calls(sharedPool(), { ...context, schema }));
      return { ...store, calls: store.open(), corrupt: (key) => damage(store.schema, "results_manager_calls", key) };
    },
    properties,
  });
}
