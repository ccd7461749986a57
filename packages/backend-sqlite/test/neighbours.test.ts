import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const registry = new ModelRegistry();
const model = registry.register("N", v.number());
const ids = Array.from({ length: 60 }, (_, i) => `n/${String(i).padStart(3, "0")}`);
const [MISSING, BETWEEN, DAMAGED] = ["n/020", "n/030x", "n/035"];

test("keys next to each other are read as single ones are, wherever one is missing, damaged, twice or out of order", async () => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.setMany(
    [...ids, BETWEEN].map((id, i) => [id, i] as const),
    { model },
  );
  await results.delete(MISSING);
  const raw = openRaw(path);
  raw.prepare("update results set data = '{' where id = ?").run(DAMAGED);
  raw.close();
  const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code;
  const alone = await Promise.all(ids.map((id) => results.get(id, model).catch(codeOf)));
  expect([alone[19], alone[20], alone[21], alone[35]]).toEqual([19, "RESULT_NOT_FOUND", 21, "CORRUPT_RECORD"]);
  const order = ids.map((_, i) => i);
  const next = [order.slice(0, 20), order.slice(31, 56)]; // All are next to each other, with the damaged one and without.
  const orders = [order, order.toReversed(), order.map((i) => i % 9), [...order.slice(5), 3, 4], ...next];
  for (const of of orders) {
    const read = await results.getMany(
      of.map((i) => ids[i] as string),
      model,
      { onError: "return" },
    );
    const told = read.map((each) => ("error" in each ? codeOf(each.error) : (each.value ?? "RESULT_NOT_FOUND")));
    expect(told).toEqual(of.map((i) => alone[i]));
  }
});
