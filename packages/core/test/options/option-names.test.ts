import { expect, test } from "vitest";
import { RANGE_OPTIONS } from "../../src/cache/cache-range.ts";
import * as cacheOptions from "../../src/cache/option-names.ts";
import * as resultsOptions from "../../src/results/option-names.ts";
import { STORAGE_OPTIONS } from "../../src/storage/storage-options.ts";

test("every option that has a name is taken", () => {
  const tables = [...Object.values(resultsOptions), ...Object.values(cacheOptions), RANGE_OPTIONS, STORAGE_OPTIONS];
  expect(tables.length).toBeGreaterThan(15);
  for (const table of tables) expect(new Set(Object.values(table))).toEqual(new Set([true]));
});
