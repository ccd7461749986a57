import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Example, ROOT } from "./find-examples.ts";

/** Folder of the programs: within a package that has what they import. */
const FOLDER = join(import.meta.dirname, ".examples");
const CONDITION = "--conditions=@results-manager/source";
const TIMEOUT_MS = 120_000;

/** A program that failed, or printed something else than its page shows. */
export interface Fault {
  readonly where: string;
  readonly reason: string;
}

/** Writes the programs into files, replacing those of earlier runs. */
export function writeExamples(examples: readonly Example[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify(COMPILER));
  for (const { file, code } of examples) writeFileSync(join(FOLDER, file), code);
}

const COMPILER = {
  extends: "../../../tsconfig.test.json",
  compilerOptions: { incremental: false, noUnusedLocals: false, noUnusedParameters: false },
  include: ["./*.ts"],
};

/** Compiles all programs together. */
export async function compileExamples(): Promise<Fault[]> {
  const { code, output } = await run(join(ROOT, "node_modules/.bin/tsc"), ["-p", FOLDER, "--pretty", "false"], ROOT);
  return code === 0 ? [] : [{ where: "the compiler", reason: output }];
}

/** Runs the programs, each in an empty folder, and the suites with vitest. */
export async function runExamples(examples: readonly Example[]): Promise<Fault[]> {
  const suites = examples.filter(({ kind }) => kind === "suite");
  const queue = examples.filter(({ kind }) => kind === "program");
  const faults: Fault[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) faults.push(...(await runProgram(next)));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (suites.length > 0) faults.push(...(await runSuites(suites)));
  return faults;
}

async function runProgram({ where, file, output: expected }: Example): Promise<Fault[]> {
  const folder = mkdtempSync(join(tmpdir(), "results-manager-docs-"));
  try {
    const { code, output } = await run(process.execPath, [CONDITION, join(FOLDER, file)], folder);
    if (code !== 0) return [{ where, reason: `exit code ${code}: ${output}` }];
    if (expected !== undefined && output !== expected) return [{ where, reason: `prints\n${output}` }];
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runSuites(suites: readonly Example[]): Promise<Fault[]> {
  const config = join(import.meta.dirname, "vitest.config.ts");
  const args = ["run", "--config", config, "--root", FOLDER, "--reporter=dot", "--no-color", "--maxWorkers=1"];
  const { code, output } = await run(join(ROOT, "node_modules/.bin/vitest"), args, FOLDER);
  return code === 0 ? [] : [{ where: suites.map(({ where }) => where).join("; "), reason: output }];
}

function run(command: string, args: readonly string[], cwd: string): Promise<{ code: unknown; output: string }> {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
    NO_COLOR: "1",
    NODE_OPTIONS: "",
  };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr });
    });
  });
}
