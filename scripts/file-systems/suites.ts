/** The tests of one medium. */
export interface MediumSuite {
  /** Path below the root of the repository: vitest runs the test files whose path contains it. */
  readonly all: string;
  /** Path and title of the tests of a short run. */
  readonly short: readonly [path: string, title: string];
}

/** The suites that can run on a file system. */
export const SUITES: Readonly<Record<string, MediumSuite>> = {
  files: {
    all: "packages/backend-fs/test/",
    short: ["packages/backend-fs/test/conformance.test.ts", "FileBackend, process"],
  },
  sqlite: {
    all: "packages/backend-sqlite/test/",
    short: ["packages/backend-sqlite/test/conformance.test.ts", "SqliteBackend, process"],
  },
};

/** Builds the arguments for vitest to run suites, in full or short, without tests that have certain words in their titles. */
export function vitestArguments(suites: readonly string[], isShort: boolean, leftOut?: string): string[] {
  const chosen = suites.map((name) => SUITES[name] as MediumSuite);
  const paths = chosen.map(({ all, short: [path] }) => (isShort ? path : all));
  const titles = chosen.map(({ short: [, title] }) => title).join("|");
  if (!isShort && leftOut === undefined) return paths;
  return [...paths, "-t", `^${leftOut === undefined ? "" : `(?!.*${leftOut})`}.*${isShort ? `(?:${titles})` : ""}`];
}
