import { spawnSync } from "node:child_process";
import { median } from "../bench/measure/median.ts";

const RUNS = 20;
/** Number of attempts: other work on the machine disturbs some. */
const ATTEMPTS = 3;
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
  for (let attempt = 1; ; attempt++) {
    const own: number[] = [];
    const whole: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      own.push(start("--eval", "0").ms);
      whole.push(start("--input-type=module", "--eval", IMPORT).ms);
    }
    const part = median(whole) / median(own) - 1;
    const shown = `import adds ${part.toFixed(2)} of the ${median(own).toFixed(0)} ms that Node takes, no native module`;
    if (part <= MAX_PART) return shown;
    if (attempt === ATTEMPTS) throw new Error(`${shown}; at most ${MAX_PART} is allowed.`);
  }
}
