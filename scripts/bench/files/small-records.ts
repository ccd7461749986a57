import { registerModel } from "results-manager";
import { number, object } from "valibot";

/** A record that is as small as one can be. */
export const BenchSmall = registerModel("BenchSmall", object({ n: number() }));

/** The id of a number: three levels deep, a hundred in each folder. */
export function smallId(i: number): string {
  return `g${Math.floor(i / 10_000)}/s${Math.floor(i / 100) % 100}/r${i}`;
}
