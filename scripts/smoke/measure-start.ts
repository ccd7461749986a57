import { spawnSync } from "node:child_process";
import { median } from "../bench/measure/median.ts";

/** Number of cold processes of each kind. They take turns, so that other work on the machine slows both. */
const RUNS = 20;
/** Number up to which more processes join the same medians, where other work makes the first ones differ. */
const MAX_RUNS = 100;
/** Maximum time that an import adds, as a part of the time that Node itself takes to start. */
const MAX_PART = 0.75;
const IMPORT = 'import "results-manager";';
const NATIVE = `${IMPORT} console.log(process.report.getReport().sharedObjects.filter((file) => file.endsWith(".node")).join())`;

/** Checks that the import of `results-manager` loads no native module, and how long it takes. */
export function measureStart(consumer: string): string {
  const start = (...args: string[]): { readonly ms: number; readonly said: string } => {
    const from = performance.now();
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: consumer, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
    return { ms: performance.now() - from, said: stdout.trim() };
  };
  const { said } = start("--input-type=module", "--eval", NATIVE);
  if (said !== "") throw new Error(`import "results-manager" must load no native module, it loaded ${said}.`);
  const own: number[] = [];
  const whole: number[] = [];
  let part: number;
  do {
    for (let i = 0; i < RUNS; i++) {
      own.push(start("--eval", "0").ms);
      whole.push(start("--input-type=module", "--eval", IMPORT).ms);
    }
    part = median(whole) / median(own) - 1;
  } while (part > MAX_PART && own.length < MAX_RUNS);
  const shown = `import adds ${part.toFixed(2)} of the ${median(own).toFixed(0)} ms that Node takes (medians of ${own.length}), no native module`;
  if (part > MAX_PART) throw new Error(`${shown}; at most ${MAX_PART} is allowed.`);
  return shown;
}
