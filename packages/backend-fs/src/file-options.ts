import { inspect } from "node:util";

/** Failures that an acknowledged write survives: `'full'` a power failure, `'process'` only the end of the process. */
export type Durability = "full" | "process";

/** Options for opening a store of files. */
export interface FileOptions {
  /** Make the folder where there is none; true by default. */
  readonly createIfMissing?: boolean;
  /** `'full'` syncs files and folders before a promise resolves and is the default; `'process'` does not. */
  readonly durability?: Durability;
}

const DURABILITIES: readonly unknown[] = ["full", "process"];

/** @throws {TypeError} naming the option, the expected type and the given one. */
export function parseFileOptions(baseDir: unknown, options: unknown): Required<FileOptions> {
  if (typeof baseDir !== "string" || baseDir === "" || baseDir.includes("\0")) {
    throw new TypeError(`baseDir must be the path of a folder, a non-empty string, got ${JSON.stringify(baseDir)}.`);
  }
  if (typeof options !== "object" || options === null) throw invalid("options", "an object", options);
  const { createIfMissing = true, durability = "full" } = options as FileOptions;
  if (typeof createIfMissing !== "boolean") throw invalid("createIfMissing", "boolean", createIfMissing);
  if (!DURABILITIES.includes(durability)) throw invalid("durability", '"full" or "process"', durability);
  return { createIfMissing, durability };
}

function invalid(name: string, expected: string, given: unknown): TypeError {
  return new TypeError(
    `${name} must be ${expected}, got ${typeof given === "string" ? `"${given}"` : inspect(given)}.`,
  );
}
