import { boolean, object, optional, picklist, safeParse } from "valibot";

/** What an acknowledged write survives: the machine losing power, or only the process being killed. */
export type Durability = "full" | "process";

/** How a store of files is opened. */
export interface FileOptions {
  /** Make the folder where there is none; true unless given. */
  readonly createIfMissing?: boolean;
  /** `'full'` syncs files and folders before a promise resolves and is the default; `'process'` does not. */
  readonly durability?: Durability;
}

const Options = object({
  createIfMissing: optional(boolean(), true),
  durability: optional(picklist(["full", "process"]), "full"),
});

/** @throws {TypeError} naming the option, what it takes and what was given. */
export function parseFileOptions(baseDir: unknown, options: unknown): Required<FileOptions> {
  if (typeof baseDir !== "string" || baseDir === "" || baseDir.includes("\0")) {
    throw new TypeError(
      `baseDir must be the path of a folder, a string that is not empty, got ${JSON.stringify(baseDir)}.`,
    );
  }
  const parsed = safeParse(Options, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = String(issue.path?.[0]?.key ?? "options");
  throw new TypeError(`${name} must be ${issue.expected ?? "valid"}, got ${issue.received}.`);
}
