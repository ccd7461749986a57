// A CommonJS script with an ordinary loop, nothing awaited. It measures the sources of this repository, stores a result for each file,
// and prints the totals. Run again, it measures only changed files; after a kill, it continues with the remaining files.
//
//   node --conditions=@results-manager/source examples/legacy-script.cjs [--dir DIR]
const { readdirSync, readFileSync, statSync } = require("node:fs");
const { join, relative } = require("node:path");
const { registerModel } = require("@results-manager/core");
const { ResultsManager } = require("@results-manager/sync");
const v = require("valibot");
const { exampleFolder } = require("./lib/example-folder.ts");

const ROOT = join(__dirname, "..");
const SKIPPED = /^(?:node_modules|dist|\..*)$/;
const Source = registerModel(
  "Source",
  v.object({ lines: v.number(), functions: v.number(), longest: v.number(), modified: v.date() }),
);

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : sourcesIn(path);
    return /\.(?:ts|cjs)$/.test(entry.name) ? [path] : [];
  });
}

function measure(path, modified) {
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  return {
    lines: lines.length,
    functions: text.match(/\bfunction\b|=>/g)?.length ?? 0,
    longest: Math.max(...lines.map((line) => line.length)),
    modified,
  };
}

const folder = exampleFolder("legacy-script");
const results = new ResultsManager(folder.path);

const paths = sourcesIn(ROOT);
const ids = paths.map((path) => relative(ROOT, path));
const known = results.getMany(ids, Source); // One round trip for all files: undefined for new ones.
let measured = 0;
for (let i = 0; i < paths.length; i++) {
  const { mtime } = statSync(paths[i]);
  if (known[i]?.modified.getTime() === mtime.getTime()) continue;
  results.set(ids[i], measure(paths[i], mtime), { model: Source, behavior: "overwrite" });
  measured++;
}
console.log(`measured ${measured} of ${paths.length} files`);

const packages = new Map();
for (const id of results.ids("packages")) {
  const { lines, functions, longest } = results.get(id, Source);
  const name = id.split("/")[1];
  const sum = packages.get(name) ?? { files: 0, lines: 0, functions: 0, longest: 0 };
  packages.set(name, {
    files: sum.files + 1,
    lines: sum.lines + lines,
    functions: sum.functions + functions,
    longest: Math.max(sum.longest, longest),
  });
}
for (const [name, sum] of packages) {
  console.log(
    `${name}: ${sum.files} files, ${sum.lines} lines, ${sum.functions} functions, longest line ${sum.longest}`,
  );
}
const total = results.getMany(ids, Source).reduce((lines, source) => lines + source.lines, 0);
console.log(`all together: ${total} lines`);

folder[Symbol.dispose](); // The store needs no close(): the script ends by itself.
