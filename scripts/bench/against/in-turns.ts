import { type Figures, type MeasuredRow, noteFigure } from "../measure/run-suite.ts";

/** Rounds that warm up the compiler and do not count: a program of one call is compiled for some seconds. */
const WARM_UP = 3;

/**
 * Measures contenders in turn, row by row, with another one first in each round. The same row of all of them is measured within a moment, in
 * which the machine keeps its pace.
 */
export async function inTurns(
  contenders: readonly string[],
  rounds: number,
  begin: (contender: number, round: number) => AsyncIterator<MeasuredRow>,
): Promise<Figures> {
  const figures = new Map<string, Map<string, number[]>>();
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const running = contenders.map((_, contender) => begin(contender, round));
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (let i = 0; i < contenders.length; i++) {
        const contender = (i + round) % contenders.length;
        const { done, value: measured } = (await running[contender]?.next()) ?? { done: true };
        if (done) continue;
        isDone = false;
        if (round >= WARM_UP) noteFigure(figures, contenders[contender] as string, measured);
      }
    }
  }
  return figures;
}
