import type { Figures } from "../measure/run-suite.ts";

/** What is measured of one contender in one round, in microseconds an operation, by rows. */
export type Measured = Readonly<Record<string, number>>;

/** Measures contenders in turn, another one first in each round; a round before them is for the compiler and counts for nothing. */
export async function inTurns(
  contenders: readonly string[],
  rounds: number,
  measure: (contender: number, round: number) => Promise<Measured>,
): Promise<Figures> {
  const figures = new Map<string, Map<string, number[]>>();
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = (i + round) % contenders.length;
      globalThis.gc?.({ type: "minor" }); // The garbage of one is no cost of the next.
      const measured = await measure(contender, round);
      if (round === 0) continue;
      for (const [row, figure] of Object.entries(measured)) {
        const ofRow = figures.get(row) ?? new Map<string, number[]>(contenders.map((name) => [name, []]));
        figures.set(row, ofRow);
        ofRow.get(contenders[contender] as string)?.push(figure);
      }
    }
  }
  return figures;
}
