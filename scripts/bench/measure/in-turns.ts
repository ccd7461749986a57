import type { Figures, MeasuredRow, MeasuredRows } from "./figures.ts";

/** Rounds of a measurement. */
export interface Rounds {
  readonly rounds: number;
  /** Rounds before them that do not count: a program is compiled while it runs. */
  readonly warmUp: number;
}

/**
 * Measures contenders in turn, row by row, with another one first in each round. So a row of all contenders is measured within a moment, in
 * which the machine keeps its pace.
 */
export async function inTurns<Contender extends { readonly name: string }>(
  contenders: readonly Contender[],
  { rounds, warmUp }: Rounds,
  begin: (contender: Contender, round: number) => MeasuredRows,
): Promise<Figures> {
  const figures = new Map<string, Map<string, number[]>>();
  for (let round = 0; round < warmUp + rounds; round++) {
    let running = contenders
      .map((_, i) => contenders[(i + round) % contenders.length] as Contender)
      .map((contender) => {
        return { contender, rows: begin(contender, round) };
      });
    while (running.length > 0) {
      const going: typeof running = [];
      for (const each of running) {
        const { done, value } = await each.rows.next();
        if (done) continue;
        if (round >= warmUp) note(figures, each.contender.name, value);
        going.push(each);
      }
      running = going;
    }
  }
  return figures;
}

function note(figures: Map<string, Map<string, number[]>>, contender: string, [row, figure]: MeasuredRow): void {
  const ofRow = figures.get(row) ?? new Map<string, number[]>();
  figures.set(row, ofRow);
  ofRow.set(contender, [...(ofRow.get(contender) ?? []), figure]);
}
