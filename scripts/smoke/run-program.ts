import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { temporaryFolder } from "./consumer.ts";

/** Media of a smoke test. */
const MEDIA = ["memory", "files", "sqlite"] as const;
type Medium = (typeof MEDIA)[number];

/** Command that runs a script. */
export interface Runtime {
  readonly name: string;
  readonly command: readonly string[];
  /** Media that it lacks, with the code of the error that says so. */
  readonly lacks?: Partial<Record<Medium, string>>;
}

const TIMEOUT_MS = 120_000;

/** Runs a program on every medium; returns what went well. @throws {Error} with the output of one that failed. */
export function runProgram(file: string, { name, command, lacks = {} }: Runtime): string {
  return MEDIA.map((medium) => {
    const folder = temporaryFolder();
    const url = { memory: "memory:", files: join(folder, "data"), sqlite: `sqlite:${join(folder, "results.db")}` }[
      medium
    ];
    const [executable = "", ...args] = command;
    const { stdout, stderr, error } = spawnSync(executable, [...args, file, url], {
      cwd: folder,
      encoding: "utf8",
      timeout: TIMEOUT_MS,
    });
    const said = stdout.trim();
    const expected = lacks[medium] ?? "ok";
    if (said !== expected)
      throw new Error(`${name}, ${medium} must print '${expected}', it printed '${said}':\n${stderr}${error ?? ""}`);
    return expected === "ok" ? medium : `${medium} (${expected})`;
  }).join(", ");
}
