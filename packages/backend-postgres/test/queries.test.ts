import { ModelRegistry } from "@results-manager/core";
import { any } from "valibot";
import { expect, inject, test } from "vitest";
import { PostgresBackend } from "../src/index.ts";
import { inNewSchema, runRaw } from "./new-schema.ts";

const registry = new ModelRegistry();
const Any = registry.register("Any", any());

test("people read data as jsonb, where that can hold it", async () => {
  const store = inNewSchema((schema) => new PostgresBackend(inject("postgresUrl"), { registry, schema }));
  const results = store.open();
  await results.set("a", { n: 1, list: [true] }, { model: Any });
  await results.set("b", { text: "\0" }, { model: Any });
  const found = await runRaw(
    `select id, ${store.schema}.try_jsonb(data) -> 'n' as n from ${store.schema}.results order by id`,
  );
  expect(found).toEqual([
    { id: "a", n: 1 },
    { id: "b", n: null },
  ]);
  await store.dispose();
});
