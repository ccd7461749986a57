import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./public-package.ts";

/** Runs a tool of the repository. */
export function runTool(tool: string, args: readonly string[], cwd: string = ROOT): string {
  const bin = tool === "node" ? process.execPath : join(ROOT, "node_modules", ".bin", tool);
  return run(bin, args, cwd);
}

/** Runs the pnpm that runs this script, or the version that the scripts are written for. */
export function runPnpm(args: readonly string[], cwd: string): string {
  const cli = process.env.npm_execpath;
  const isScript = cli !== undefined && /\.[cm]?js$/.test(cli);
  if (isScript) return run(process.execPath, [cli, ...args], cwd);
  return cli?.includes("pnpm") ? run(cli, args, cwd) : run("npx", ["--yes", "pnpm@12", ...args], cwd);
}

/** Runs a command to its end; throws an error with its output unless its exit code is 0. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error) throw error;
  if (status === 0) return stdout;
  throw new Error(`'${command} ${args.join(" ")}' ended with ${status}:\n${stdout}${stderr}`);
}

/** Runs a command to its end, beside others; see {@link run}. */
export function runBeside(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, encoding: "utf8", maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`'${command} ${args.join(" ")}' ended with ${error.code}:\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
