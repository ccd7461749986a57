import { boolean, object, optional, picklist, safeParse } from "valibot";

/** Failures that an acknowledged write survives: `'full'` a power failure, `'process'` only the end of the process. */
export type Durability = "full" | "process";

/** Options for opening a store of files. */
export interface FileOptions {
  /** Make the folder where there is none; true by default. */
  readonly createIfMissing?: boolean;
  /** `'full'` syncs files and folders before a promise resolves and is the default; `'process'` does not. */
  readonly durability?: Durability;
}

const Options = object({
  createIfMissing: optional(boolean(), true),
  durability: optional(picklist(["full", "process"]), "full"),
});

/** @throws {TypeError} naming the option, the expected type and the given one. */
export function parseFileOptions(baseDir: unknown, options: unknown): Required<FileOptions> {
  if (typeof baseDir !== "string" || baseDir === "" || baseDir.includes("\0")) {
    throw new TypeError(`baseDir must be the path of a folder, a non-empty string, got ${JSON.stringify(baseDir)}.`);
  }
  const parsed = safeParse(Options, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = String(issue.path?.[0]?.key ?? "options");
  throw new TypeError(`${name} must be ${issue.expected ?? "valid"}, got ${issue.received}.`);
}
