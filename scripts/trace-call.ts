// Counts the functions and the files of this repository that one `set` enters, by the precise coverage of V8, and lists them with --list.
// Field initializers, which V8 reports as functions, are none of the source and do not count.
//
//   pnpm trace-call [--list]
import { mkdtempSync, rmSync } from "node:fs";
import { type Profiler, Session } from "node:inspector";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
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
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  for (let n = 0; n < WARM_UP_SETS; n++) {
    await results.set(`traced/${n}`, { n, text: "a result" }, { model: Traced });
    if (n === 0) await results.schemas(); // Describes the model now, and not while the call is traced.
    await nextTurn(); // Ends the time slice: the traced call neither pauses nor finishes the work of others.
  }
  takeCoverage(session);
  await results.set("traced/last", { n: -1, text: "a result" }, { model: Traced });
  const coverage = takeCoverage(session);
  session.disconnect();
  return coverage.flatMap(({ url, functions }) => {
    const file = url.startsWith("file:") ? relative(PACKAGES, fileURLToPath(url)) : "..";
    if (file.startsWith("..") || file.includes("node_modules")) return [];
    const entered = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
    const names = entered
      .map(({ functionName }) => functionName || "(anonymous)")
      .filter((name) => !name.startsWith("<"));
    return names.length === 0 ? [] : [{ file, functions: names }];
  });
}

/** Returns what was entered since the last call, and forgets it. */
function takeCoverage(session: Session): readonly Profiler.ScriptCoverage[] {
  let coverage: readonly Profiler.ScriptCoverage[] = [];
  session.post("Profiler.takePreciseCoverage", (error, taken) => {
    if (error) throw error;
    coverage = taken.result; // The inspector of the own thread answers at once.
  });
  return coverage;
}
