import { type Figures, noteFigures } from "../measure/run-suite.ts";
import type { Measured } from "./paired-part.ts";

/** Measures contenders in turn, with another one first in each round, after a round that warms up the compiler and does not count. */
export async function inTurns(
  contenders: readonly string[],
  rounds: number,
  measure: (contender: number, round: number) => Promise<Measured>,
): Promise<Figures> {
  const figures = new Map<string, Map<string, number[]>>();
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = (i + round) % contenders.length;
      const measured = await measure(contender, round);
      if (round > 0) noteFigures(figures, contenders[contender] as string, measured);
    }
  }
  return figures;
}
