import { describeStorage } from "@results-manager/testing";
import { PostgresStorage } from "../src/index.ts";
import { damage, inNewSchema, sharedPool } from "./new-schema.ts";
import { properties } from "./properties.ts";

describeStorage({
  name: "PostgresStorage",
  properties,
  open: async (context) => {
    const store = inNewSchema((schema) => new PostgresStorage(sharedPool(), { ...context, schema }));
    return { ...store, storage: store.open(), corrupt: (key) => damage(store.schema, "results", key) };
  },
});
