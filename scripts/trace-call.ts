// Counts the functions and the files of this repository that one `set` enters, by the precise coverage of V8, and lists them with --list.
//
//   pnpm trace-call [--list]
import { mkdtempSync, rmSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type AsyncResultsBackend, openResults, registerModel } from "results-manager";
import * as v from "valibot";

const PACKAGES = join(import.meta.dirname, "../packages");
const WARM_UP_SETS = 20;
/** Most functions and files that a `set` may enter. */
const LIMITS = { SQLite: { functions: 72, files: 25 }, files: { functions: 105, files: 30 } };

const { values } = parseArgs({ options: { list: { type: "boolean", default: false } } });
const Traced = registerModel("Traced", v.object({ n: v.number(), text: v.string() }));
const folder = mkdtempSync(join(tmpdir(), "results-manager-trace-"));
try {
  for (const [medium, url] of [
    ["SQLite", `sqlite:${join(folder, "results.db")}`],
    ["files", join(folder, "results")],
  ] as const) {
    const results = await openResults(url);
    const entered = await traceSet(results);
    await results.close();
    const count = entered.reduce((sum, { functions }) => sum + functions.length, 0);
    const limit = LIMITS[medium];
    process.stdout.write(
      `${medium}: ${count} functions (${limit.functions}) in ${entered.length} files (${limit.files})\n`,
    );
    if (values.list)
      for (const { file, functions } of entered) process.stdout.write(`  ${file}: ${functions.join(", ")}\n`);
    if (count > limit.functions || entered.length > limit.files) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Functions that one `set` of a new result enters, by file. */
async function traceSet(results: AsyncResultsBackend): Promise<{ file: string; functions: string[] }[]> {
  const set = (n: number): Promise<unknown> => results.set(`traced/${n}`, { n, text: "a result" }, { model: Traced });
  for (let n = 0; n < WARM_UP_SETS; n++) await set(n);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await session.post("Profiler.takePreciseCoverage");
  await set(WARM_UP_SETS);
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  return result.flatMap(({ url, functions }) => {
    const file = url.startsWith("file:") ? relative(PACKAGES, fileURLToPath(url)) : "..";
    const entered = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    const names = entered.map(({ functionName }) => functionName || "(anonymous)");
    return file.startsWith("..") || names.length === 0 || file.includes("node_modules")
      ? []
      : [{ file, functions: names }];
  });
}
