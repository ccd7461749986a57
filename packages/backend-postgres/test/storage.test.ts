import { describeStorage } from "@results-manager/testing";
import { inject } from "vitest";
import { PostgresStorage } from "../src/index.ts";
import { damage, inNewSchema } from "./new-schema.ts";

describeStorage({
  name: "PostgresStorage",
  properties: { runs: 20 },
  open: async (context) => {
    const store = inNewSchema((schema) => new PostgresStorage(inject("postgresUrl"), { ...context, schema }));
    return { ...store, storage: store.open(), corrupt: (key) => damage(store.schema, "results", key) };
  },
});
