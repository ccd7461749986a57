import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../packaging/public-package.ts";
import { report } from "../packaging/report.ts";
import { run, runBeside, runPnpm } from "../packaging/run-tool.ts";
import { checkCommandLine, measureCommandLine } from "./check-command-line.ts";
import { checkUncaught } from "./check-uncaught.ts";
import { installConsumer, type Program, temporaryFolder, withoutPrebuilt } from "./consumer.ts";
import { measureStart } from "./measure-start.ts";
import { type Runtime, runProgram } from "./run-program.ts";
import { runSuites } from "./run-suites.ts";

// Runs the packed packages in several runtimes, as bundles, and without native modules. Ends with exit code 1 after any fault.
const SMOKE = join(ROOT, "smoke");
const PROGRAMS: readonly Program[] = ["faces", "blocking"];
const NO_LOCKS = { files: "NATIVE_MODULE_MISSING" } as const;
const installed = (path: string): string => join(SMOKE, "node_modules", path);
const node: Runtime = { name: "Node 24", command: [process.execPath] };
const NODES: readonly Runtime[] = [
  { name: "Node 22.14", command: [installed("node-22.14/bin/node")] },
  node,
  { name: "Node 26", command: [installed("node-26/bin/node")] },
];
const RUNTIMES: readonly Runtime[] = [
  ...NODES,
  { name: "Bun", command: [installed(".bin/bun")], lacks: NO_LOCKS },
  {
    name: "Deno",
    command: [installed(".bin/deno"), "run", "--allow-all", "--node-modules-dir=manual"],
    lacks: NO_LOCKS,
  },
];
const BUNDLERS = ["esbuild", "rolldown", "webpack"];
const FORMATS = [
  ["esm", "mjs"],
  ["cjs", "cjs"],
] as const;
/** Packages that a bundle leaves out. */
const UNBUNDLED = ["better-sqlite3", "fs-native-extensions", "synckit"];

const bundle = (bundler: string, format: string, from: string, to: string): Promise<string> =>
  runBeside(process.execPath, [join(SMOKE, "bundle.mjs"), bundler, format, from, to], { cwd: SMOKE });

runPnpm(["install", "--frozen-lockfile"], SMOKE);
const consumer = await installConsumer();
const worker = join(consumer, "node_modules/@results-manager/sync/dist/results-manager-sync.js");

await report("start", () => measureStart(consumer));
await report("command line", () => measureCommandLine(consumer));
await report("uncaught error", () => checkUncaught(consumer));
const testOn = (each: Runtime) => report(`${each.name}, packed suites`, () => runSuites(consumer, each));
const [oldest, ...newer] = NODES;
await Promise.all(newer.map(testOn)); // Two at a time, as many as a small machine has cores.
if (oldest) await testOn(oldest);
for (const runtime of RUNTIMES) {
  for (const program of PROGRAMS)
    await report(`${runtime.name}, ${program}`, () => runProgram(join(consumer, `${program}.mjs`), runtime));
}
for (const runtime of NODES) await report(`${runtime.name}, command line`, () => checkCommandLine(consumer, runtime));
const incomplete = withoutPrebuilt(consumer);
for (const program of PROGRAMS)
  await report(`without a prebuilt module, ${program}`, () =>
    runProgram(join(incomplete, `${program}.mjs`), { ...node, lacks: NO_LOCKS }),
  );
// Side by side: to bundle takes a program of one thread many times as long as to run the bundle.
await Promise.all(FORMATS.map(([format, extension]) => bundleAll(format, extension)));
await report("@vercel/nft", () => {
  const files = run(process.execPath, [join(SMOKE, "trace.mjs"), join(consumer, "faces.mjs")], SMOKE).split("\n");
  const found = files.filter(
    (file) => file.endsWith(`${process.platform}-${process.arch}.node`) || file.endsWith("extensions.node"),
  );
  for (const name of UNBUNDLED.slice(0, 2)) {
    if (!found.some((file) => file.includes(`/${name}/`)))
      throw new Error(`It must find the native module of '${name}'.`);
  }
  return `${files.length} files, ${found.length} native modules`;
});

function link(name: string, folder: string): void {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(realpathSync(join(consumer, "node_modules", name)), join(folder, "node_modules", name));
}

async function bundleAll(format: string, extension: string): Promise<void> {
  for (const bundler of BUNDLERS) {
    // A folder that has only the bundles, among them one of the worker, and what they leave out.
    const folder = temporaryFolder();
    for (const name of UNBUNDLED) link(name, folder);
    await report(`${bundler} to ${format}, worker`, async () => {
      return (await bundle(bundler, format, worker, join(folder, `results-manager-sync.${extension}`))) || "bundled";
    });
    for (const program of PROGRAMS)
      await report(`${bundler} to ${format}, ${program}`, async () => {
        const file = join(folder, `${program}.${extension}`);
        await bundle(bundler, format, join(consumer, `${program}.mjs`), file);
        return runProgram(file, node);
      });
  }
}
