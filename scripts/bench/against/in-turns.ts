import type { Figures } from "../measure/run-suite.ts";

/** Figures of one contender in one round: microseconds per operation, by row. */
export type Measured = Readonly<Record<string, number>>;

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
      globalThis.gc?.({ type: "minor" }); // No contender pays for the garbage of the previous one.
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
