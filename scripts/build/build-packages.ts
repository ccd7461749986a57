import { globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type InlineConfig } from "tsdown";
import { type PublicPackage, sourceOf } from "../packaging/public-package.ts";
import { builtinModulesPlugin, isBuiltinFacade } from "./builtin-modules.ts";
import { coreModulesPlugin, reExportPlugin, WHOLE } from "./core-modules.ts";
import { KYSELY_ENTRY, kyselyModulePlugin } from "./kysely-module.ts";
import { writeLicenses } from "./write-licenses.ts";

/** Files that a thread or a process runs. Each is built by itself, so that it loads quickly and can be copied beside a bundle. */
const SCRIPTS = "src/**/results-manager-*.ts";

const SHARED: InlineConfig = {
  config: false,
  format: "esm",
  target: "node22.13",
  fixedExtension: false,
  hash: false,
  clean: false,
  report: false,
  logLevel: "warn",
  failOnWarn: true,
  checks: { pluginTimings: false, ineffectiveDynamicImport: false },
  inputOptions: { preserveEntrySignatures: "allow-extension" },
};

/** Package of the command line: what its commands share is a file, and each command is one that is loaded on demand. */
const COMMAND_LINE = "@results-manager/cli";
const OF_COMMANDS = /\/(?:commands|importers)\/|\/(?:csv-line|completion)\.ts$/;

/** Editors read comments in the declarations; in the code they would be a third of what Node has to read. */
const OUTPUT = { comments: { jsdoc: false } };

const CODE: InlineConfig = {
  ...SHARED,
  dts: false,
  outputOptions: OUTPUT,
  sourcemap: true,
  plugins: [builtinModulesPlugin(), coreModulesPlugin(), kyselyModulePlugin()],
};

// Only names are shortened: Node prints the line that throws an uncaught error, which must be short, and its number, which must tell something.

/** The names of classes are those of errors, and functions are named in stacks. */
const keepNames = { function: true, class: true };

/** Packages whose names at the top are shortened. In others, tools that collect files look for `createRequire` by its name. */
const SHORTENED: ReadonlySet<string> = new Set(["@results-manager/core"]);

const TYPES: InlineConfig = { ...SHARED, dts: { generator: "oxc", sourcemap: false, dtsOnly: true } };

/** Modules that are loaded on demand: those that import Valibot, queries, lists of computations, statistics, copies, schemas. */
const LATE =
  /\b(?:blocking|valibot|valibot-shape|warm-up-valibot|load-shapes-now|queries|find-results|find-matches|sorted-matches|plan-query|explain-query|match-results|parse-query|compute-all|compute-tally|compute-slots|compute-pace|shared-list|compute-all\/candidates|compute-all\/pause|list-values|list-children|children-of|lookup\/list-entries|sort-cooperatively|collect-garbage|count-reuses|roots-of-call|explain-miss|call-filter|measure-records|keyed-record|transfer|transfer-entries|transfer-values|transfer-calls|describe-model|json-schema|json-schema-of|infer-json-schema|stored-schema|list-schemas|copy-schemas|copied-schemas|named-source|query-source|poll-keys|watch-results|watch-current|changed-keys)\.ts$|\/query\/(?!field\.ts$)/;

/** The entry of the command line exports nothing for its commands. */
const COMMANDS_APART: InlineConfig = {
  inputOptions: { preserveEntrySignatures: "strict" },
  outputOptions: {
    ...OUTPUT,
    codeSplitting: { groups: [{ name: (id, modules) => (isLoadedFirst(id, modules) ? "shared" : null) }] },
  },
};

/** Modules of a build, as Rolldown tells of them. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/** Builds packages into their folders `dist`: one file an entry, with its declarations, and one for what entries share. */
export async function buildPackages(packages: readonly PublicPackage[]): Promise<void> {
  for (const { folder } of packages) rmSync(join(folder, "dist"), { recursive: true, force: true });
  await Promise.all([buildCode(packages, "dist", true), ...packages.map(buildTypes)]);
  for (const { folder } of packages) {
    writeLicenses(join(folder, "dist"));
    assertLate(join(folder, "dist"));
  }
}

/** @throws if a module that is imported on demand was built into a file that every program loads. */
function assertLate(dist: string): void {
  for (const file of globSync("*.js", { cwd: dist })) {
    if (!readFileSync(join(dist, file), "utf8").includes("Promise.resolve().then(() =>")) continue;
    throw new Error(`${join(dist, file)} contains a module that is imported on demand: name it in LATE.`);
  }
}

/** Builds the code of packages, without declarations, into a folder of each. */
export async function buildCode(packages: readonly PublicPackage[], outDir: string, isShort: boolean): Promise<void> {
  const configs = packages.flatMap((from) => codeConfigsOf(from, isShort));
  await Promise.all(configs.map((config) => build({ ...config, outDir })));
}

/** Lists the entries of a package: the names of the built files, and the paths of their sources. */
export function entriesOf({ manifest }: PublicPackage): Readonly<Record<string, string>> {
  const sources = Object.entries(manifest.exports).flatMap(([path, targets]) => {
    const source = sourceOf(targets);
    return source === undefined ? [] : [[path === "." ? "index" : basename(path), source] as const];
  });
  return Object.fromEntries(sources);
}

/** Lists the paths of the files of a package that a thread or a process runs. */
export function scriptsOf({ folder }: PublicPackage): string[] {
  return globSync(SCRIPTS, { cwd: folder });
}

async function buildTypes(from: PublicPackage): Promise<void> {
  await build({ ...TYPES, cwd: from.folder, entry: entriesOf(from) });
}

function codeConfigsOf(from: PublicPackage, isShort: boolean): InlineConfig[] {
  const entry = entriesOf(from);
  const mangle = { toplevel: SHORTENED.has(from.manifest.name), keepNames };
  const minify = isShort && { compress: false, mangle, codegen: { removeWhitespace: false } };
  const code = { ...CODE, minify, cwd: from.folder };
  const others = from.manifest.name === COMMAND_LINE ? { entry, ...COMMANDS_APART } : { entry };
  const parts = WHOLE in entry ? partsOfCore(entry) : KYSELY_ENTRY in entry ? partsOfSql(entry) : [others];
  return [
    ...parts.map((part) => ({ ...code, ...part })),
    ...scriptsOf(from).map((script) => ({ ...code, entry: [script] })),
  ];
}

/** Builds Kysely into an entry of its own, which the others load as the packages over them do. */
function partsOfSql({ [KYSELY_ENTRY]: kysely, ...others }: Readonly<Record<string, string>>): InlineConfig[] {
  const beside = [builtinModulesPlugin(), coreModulesPlugin()];
  const whole = { entry: { [KYSELY_ENTRY]: kysely as string }, plugins: beside };
  return [
    { entry: others, plugins: [...beside, kyselyModulePlugin(`./${KYSELY_ENTRY}.js`)] },
    { ...whole, deps: { alwaysBundle: ["kysely", "kysely/migration"] } },
  ];
}

/**
 * Builds the entry that has all exports with what is not loaded on demand, in two files; the others re-export from it. No file imports one on
 * demand that imports it back: of those, bundlers make further files that nothing asks for.
 */
function partsOfCore(entry: Readonly<Record<string, string>>): InlineConfig[] {
  const isWhole = ([name, source]: readonly [string, string]): boolean => name === WHOLE || LATE.test(source);
  const all = Object.entries(entry);
  const groups = [
    {
      name: (id: string, modules: ModuleGraph) => (!LATE.test(id) && isUsedLate(id, modules) ? "shared" : null),
      includeDependenciesRecursively: false,
    },
    { name: WHOLE, test: (id: string) => !LATE.test(id), includeDependenciesRecursively: false },
  ];
  return [
    { entry: Object.fromEntries(all.filter(isWhole)), outputOptions: { ...OUTPUT, codeSplitting: { groups } } },
    { entry: Object.fromEntries(all.filter((each) => !isWhole(each))), plugins: [reExportPlugin()], sourcemap: false },
  ];
}

/** Tells whether each command needs a module; of built-in ones, whether a module does that each needs. */
function isLoadedFirst(id: string, modules: ModuleGraph): boolean {
  if (!isBuiltinFacade(id)) return !OF_COMMANDS.test(id);
  return modules.getModuleInfo(id)?.importers.some((importer) => !OF_COMMANDS.test(importer)) ?? false;
}

/** Tells whether a module that is loaded on demand imports the module, also by way of others. */
function isUsedLate(id: string, modules: ModuleGraph, seen = new Set<string>()): boolean {
  if (LATE.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return modules.getModuleInfo(id)?.importers.some((importer) => isUsedLate(importer, modules, seen)) ?? false;
}
