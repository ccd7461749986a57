import { globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "rolldown";
import { build, type InlineConfig } from "tsdown";
import { type PublicPackage, sourceOf } from "../packaging/public-package.ts";
import { builtinModulesPlugin, isBuiltinFacade } from "./builtin-modules.ts";
import { computedModulesPlugin } from "./computed-modules.ts";
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
const UMBRELLA = "results-manager";
/** Modules that media load on demand, by package. */
const LATE_OF_MEDIA: Readonly<Record<string, readonly string[]>> = {
  "@results-manager/backend-fs": ["src/file-records.ts"],
  "@results-manager/backend-sqlite": [
    "src/call-pattern.ts",
    "src/driver/migrate.ts",
    "src/lookup/index-columns.ts",
    "src/lookup/plan-lookup.ts",
  ],
};
const OF_COMMANDS = /\/(?:commands|importers)\/|\/(?:csv-line|completion)\.ts$/;

/** Editors read comments in the declarations; in the code they would be a third of what Node has to read. */
const OUTPUT = { comments: { jsdoc: false } };

const CODE: InlineConfig = {
  ...SHARED,
  dts: false,
  outputOptions: OUTPUT,
  sourcemap: true,
  plugins: [builtinModulesPlugin(), coreModulesPlugin(), computedModulesPlugin(), kyselyModulePlugin()],
};

// Only names are shortened: Node prints the line that throws an uncaught error, which must be short, and its number, which must tell something.

/** The names of classes are those of errors, and functions are named in stacks. */
const keepNames = { function: true, class: true };

/** Packages whose names at the top are shortened. In others, tools that collect files look for `createRequire` by its name. */
const SHORTENED: ReadonlySet<string> = new Set(["@results-manager/core"]);

const TYPES: InlineConfig = { ...SHARED, dts: { generator: "oxc", sourcemap: false, dtsOnly: true } };

/** Modules that are loaded on demand: those that import Valibot, queries, lists of computations, statistics, copies, schemas. */
const LATE =
  /\b(?:blocking|valibot|valibot-shape|warm-up-valibot|load-shapes-now|queries|find-results|find-matches|sorted-matches|plan-query|explain-query|match-results|parse-query|compute-all|compute-tally|compute-slots|compute-pace|shared-list|compute-all\/candidates|compute-all\/pause|list-values|list-children|children-of|lookup\/list-entries|entry-reader|sort-cooperatively|collect-garbage|count-reuses|roots-of-call|explain-miss|call-filter|measure-records|keyed-record|transfer|transfer-entries|transfer-values|transfer-calls|describe-model|json-schema|json-schema-of|infer-json-schema|stored-schema|list-schemas|copy-schemas|copied-schemas|named-source|query-source|poll-keys|watch-results|watch-current|changed-keys)\.ts$|\/query\/(?!field\.ts$)/;

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
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Names the file that a module is built into; `false` leaves that to the bundler. */
type ChooseFile = (id: string, modules: ModuleGraph) => string | false;

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
  const parts = partsOf(from.manifest.name, entry);
  return [
    ...parts.map((part) => ({ ...code, ...part })),
    ...scriptsOf(from).map((script) => ({ ...code, entry: [script] })),
  ];
}

/** Lists the builds of a package, of which each has its own files. */
function partsOf(name: string, entry: Readonly<Record<string, string>>): InlineConfig[] {
  if (WHOLE in entry) return partsOfCore(entry);
  if (KYSELY_ENTRY in entry) return partsOfSql(entry);
  if (name === COMMAND_LINE) return [{ entry, ...COMMANDS_APART }];
  const late = LATE_OF_MEDIA[name];
  if (late) return partsOfMedium(entry, late);
  if (name !== UMBRELLA) return [{ entry }];
  // Each entry is one file, and what both have is in each: to load it twice takes less time than to find a file more.
  return Object.entries(entry).map(([path, source]) => ({ entry: { [path]: source } }));
}

/** Builds Kysely into an entry of its own, which the others load as the packages over them do. */
function partsOfSql({ [KYSELY_ENTRY]: kysely, ...others }: Readonly<Record<string, string>>): InlineConfig[] {
  const beside = [builtinModulesPlugin(), coreModulesPlugin()];
  const whole = { entry: { [KYSELY_ENTRY]: kysely as string }, plugins: beside };
  return [
    { entry: others, plugins: [...beside, kyselyModulePlugin(`./${KYSELY_ENTRY}.js`)], ...earlyTogether("index") },
    { ...whole, deps: { alwaysBundle: ["kysely", "kysely/migration"] } },
  ];
}

/**
 * Builds what a medium loads on demand apart, with its own copy of the few functions that opening a store needs, too: these have no state, and a
 * file for them would take as long to load.
 */
function partsOfMedium(entry: Readonly<Record<string, string>>, late: readonly string[]): InlineConfig[] {
  const sources = Object.fromEntries(late.map((source) => [basename(source, ".ts"), source]));
  const apart = (id: string) => {
    const name = basename(id, ".ts");
    return name in sources ? { id: `./${name}.js`, external: true } : undefined;
  };
  const plugin = { name: "late-modules", resolveId: { order: "pre" as const, handler: apart } };
  return [{ entry, plugins: [...(CODE.plugins as Plugin[]), plugin] }, { entry: sources }];
}

/** Builds the entry that has all exports with what is not loaded on demand, in two files; the others re-export from it. */
function partsOfCore(entry: Readonly<Record<string, string>>): InlineConfig[] {
  const isWhole = ([name, source]: readonly [string, string]): boolean => name === WHOLE || LATE.test(source);
  const all = Object.entries(entry);
  return [
    { entry: Object.fromEntries(all.filter(isWhole)), ...lateApart(WHOLE) },
    { entry: Object.fromEntries(all.filter((each) => !isWhole(each))), plugins: [reExportPlugin()], sourcemap: false },
  ];
}

/**
 * Builds what is not loaded on demand in two files: the entry, and what modules on demand use, too. No file imports one on demand that
 * imports it back: of those, bundlers make further files that nothing asks for.
 */
function lateApart(name: string): InlineConfig {
  return inGroups((id, modules) => isUsedEarly(id, modules) && isUsedLate(id, modules) && "shared", earlyIn(name));
}

/** Builds what is not loaded on demand into the entry, whatever uses it, too. */
function earlyTogether(name: string): InlineConfig {
  return inGroups(earlyIn(name));
}

function earlyIn(name: string): ChooseFile {
  return (id, modules) => isUsedEarly(id, modules) && name;
}

function inGroups(...chosen: readonly ChooseFile[]): InlineConfig {
  const groups = chosen.map((choose) => ({
    name: (id: string, modules: ModuleGraph) => choose(id, modules) || null,
    includeDependenciesRecursively: false,
  }));
  return { outputOptions: { ...OUTPUT, codeSplitting: { groups } } };
}

/** Tells whether each command needs a module; of built-in ones, whether a module does that each needs. */
function isLoadedFirst(id: string, modules: ModuleGraph): boolean {
  if (!isBuiltinFacade(id)) return !OF_COMMANDS.test(id);
  return modules.getModuleInfo(id)?.importers.some((importer) => !OF_COMMANDS.test(importer)) ?? false;
}

/** Tells whether a module that is loaded on demand imports the module, also by way of others. */
function isUsedLate(id: string, modules: ModuleGraph, seen = new Set<string>()): boolean {
  return LATE.test(id) || importersOf(id, modules, seen).some((importer) => isUsedLate(importer, modules, seen));
}

/** Tells whether a module is loaded with its entry, by way of modules of which none is loaded on demand. */
function isUsedEarly(id: string, modules: ModuleGraph, seen = new Set<string>()): boolean {
  if (LATE.test(id)) return false;
  if (modules.getModuleInfo(id)?.isEntry) return true;
  return importersOf(id, modules, seen).some((importer) => isUsedEarly(importer, modules, seen));
}

/** Lists the modules that import a module at once; none for one that was seen before. */
function importersOf(id: string, modules: ModuleGraph, seen: Set<string>): readonly string[] {
  if (seen.has(id)) return [];
  seen.add(id);
  return modules.getModuleInfo(id)?.importers ?? [];
}
