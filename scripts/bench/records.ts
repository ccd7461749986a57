import { registerModel } from "results-manager";
import * as v from "valibot";

/** Model of a record of 1 KB: numbers, strings, a nested object and arrays, as in typical results. */
export const BenchModel = registerModel(
  "BenchRecord",
  v.object({
    id: v.number(),
    name: v.string(),
    email: v.string(),
    active: v.boolean(),
    score: v.number(),
    tags: v.array(v.string()),
    meta: v.object({ created: v.string(), source: v.string(), retries: v.number() }),
    values: v.array(v.number()),
    text: v.string(),
  }),
);

/** Data of {@link BenchModel}. */
export type BenchRecord = v.InferOutput<typeof BenchModel.schema>;

/** Makes the record of a number. */
export function benchRecord(i: number): BenchRecord {
  return {
    id: i,
    name: `name ${i}`,
    email: `user${i}@example.com`,
    active: i % 2 === 0,
    score: i * 1.5,
    tags: ["alpha", "beta", "gamma"],
    meta: { created: "2026-01-01T00:00:00.000Z", source: "bench", retries: i % 3 },
    values: Array.from({ length: 20 }, (_, k) => k * i + 0.5),
    text: "lorem ipsum ".repeat(42),
  };
}

/** Returns the id of a number: three levels deep, with a hundred records in each folder. */
export function benchId(i: number): string {
  return `runs/g${Math.floor(i / 100)}/r${i}`;
}

/** Returns a prefix with exactly a hundred records below it. */
export function benchPrefix(i: number): string {
  return `runs/g${Math.floor(i / 100)}`;
}
