import { styleText } from "node:util";
import { SingleBar } from "cli-progress";

/** Display of the progress of work, until it is disposed of. */
export interface Progress extends Disposable {
  update(done: number): void;
}

/** Makes a progress bar on a terminal; elsewhere, prints a line for every tenth, which suits a log. */
export function startProgress(label: string, total: number): Progress {
  if (total === 0) return { update() {}, [Symbol.dispose]() {} };
  return process.stdout.isTTY ? showBar(label, total) : showLines(label, total);
}

function showBar(label: string, total: number): Progress {
  const bar = new SingleBar({
    stream: process.stdout,
    format: `${label} {bar} {value} of {total}`,
    // styleText honours NO_COLOR.
    formatBar: (progress, { barsize = 40 }) => {
      const filled = Math.round(progress * barsize);
      return styleText("green", "█".repeat(filled), { stream: process.stdout }) + "░".repeat(barsize - filled);
    },
    hideCursor: true,
    gracefulExit: false, // The main program handles signals.
  });
  bar.start(total, 0);
  return {
    update: (done) => bar.update(done),
    [Symbol.dispose]: () => bar.stop(), // Draws the last state and shows the cursor again.
  };
}

function showLines(label: string, total: number): Progress {
  let tenths = 0;
  return {
    update(done) {
      const reached = Math.floor((done / total) * 10);
      if (reached > tenths) console.log(`${label} ${done} of ${total}`);
      tenths = Math.max(tenths, reached);
    },
    [Symbol.dispose]() {},
  };
}
