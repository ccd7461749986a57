import { expect, test } from "vitest";
import { LAYOUT, MIGRATION_NAMES } from "../src/index.ts";
import { MIGRATIONS } from "../src/queries.ts";

test("every migration is known by its name, which begins with a version up to that of the layout", () => {
  const names = Object.entries(MIGRATIONS).map(([part, migrations]) => [part, Object.keys(migrations)]);
  expect(Object.fromEntries(names)).toEqual(MIGRATION_NAMES);
  const versions = Object.values(MIGRATION_NAMES).flatMap((ofPart) => ofPart.map((name) => Number.parseInt(name, 10)));
  expect(Math.max(...versions)).toBe(LAYOUT);
});
