import { registerModel } from "results-manager";
import { number, object } from "valibot";

/** Model of the smallest possible record. */
export const BenchSmall = registerModel("BenchSmall", object({ n: number() }));

/** Returns the id of a number: three levels deep, with a hundred ids in each folder. */
export function smallId(i: number): string {
  return `g${Math.floor(i / 10_000)}/s${Math.floor(i / 100) % 100}/r${i}`;
}
