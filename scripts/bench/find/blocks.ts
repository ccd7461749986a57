import { longestBlock } from "../measure/longest-block.ts";
import { runCode } from "./run-code.ts";

// Node strips the types of the function when it loads it.
const MEASURE = `
const longestBlock = ${longestBlock};
const works = {
  scan: () => results.count(Run, { where: { score: { gt: 2 } } }),
  sort: () => results.first(Run, { where: { score: { gt: 0.99 } }, orderBy: ["score"] }),
  index: () => results.first(Run, { where: { score: { gt: 2 } }, orderBy: ["-accuracy"] }),
};
for (const [name, work] of Object.entries(works)) {
  await results.first(Run, { where: { score: { gt: 0.9 } } }); // Loads what queries need.
  const blocks = [];
  for (let run = 0; run < 5; run++) blocks.push((await longestBlock(work)).after);
  const shown = blocks.sort((a, b) => a - b).map((ms) => ms.toFixed(1));
  console.log(\`longest block of a \${name}: \${shown[2]} ms, the median of \${shown.join(", ")}; at most 20\`);
}`;

/**
 * Tells how long queries of all records block the event loop, in a process of their own: the median of some runs, because a machine may keep any
 * process waiting for some milliseconds.
 */
export function benchBlocks(path: string): string {
  return runCode(path, MEASURE);
}
