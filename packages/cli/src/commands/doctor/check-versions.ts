import { createRequire } from "node:module";
import { release } from "node:os";
import { withDatabase } from "../open-database.ts";
import { attempt, type Finding } from "./finding.ts";

const require = createRequire(import.meta.url);
/** Oldest versions of Node, for everything but SQLite, and for SQLite, whose driver needs this version of Node-API. */
const OLDEST_NODE = [22, 13];
const OLDEST_NODE_API = 10;
const OF_UMBRELLA = ["core", "backend-fs", "backend-sqlite", "backend-postgres"];

/** Looks at the versions of Node and of the packages, and whether the native modules can be loaded. */
export function* checkVersions(): Generator<Finding> {
  const { node, napi } = process.versions;
  yield { check: "Node", found: node, problem: isOlder(node) ? "Node 22.13 or later is needed." : null };
  yield { check: "platform", found: `${process.platform} ${process.arch} ${release()}`, problem: null };
  yield* packageFindings();
  if (Number(napi) < OLDEST_NODE_API) {
    yield { check: "SQLite", found: `Node-API ${napi}`, problem: "SQLite needs Node 22.14 or later." };
  } else {
    yield attempt(
      "SQLite",
      "SQLite stores cannot be opened: better-sqlite3 cannot be loaded. Install it again.",
      () => {
        const sql = "select sqlite_version()";
        const version = withDatabase(":memory:", {}, (database) => database.prepare(sql).pluck().all()[0]);
        return `${version}, better-sqlite3 ${versionOf("better-sqlite3/package.json", require)}`;
      },
    );
  }
  yield attempt(
    "kernel locks",
    "Stores of files cannot be written: fs-native-extensions cannot be loaded. Use SQLite, or install it again.",
    () => {
      const fromFiles = createRequire(inUmbrella("backend-fs"));
      fromFiles("fs-native-extensions");
      return `fs-native-extensions ${versionOf("fs-native-extensions/package.json", fromFiles)}`;
    },
  );
}

function* packageFindings(): Generator<Finding> {
  const umbrella = attempt("results-manager", "The package 'results-manager' is not installed.", () =>
    versionOf("results-manager/package.json", require),
  );
  yield umbrella;
  const own = versionOf("@results-manager/cli/package.json", require);
  yield { check: "@results-manager/cli", found: own, problem: differenceOf(own, umbrella.found) };
  for (const name of OF_UMBRELLA) {
    const check = `@results-manager/${name}`;
    const finding = attempt(check, `The package '${check}' is not installed.`, () =>
      versionOf(inUmbrella(name), require),
    );
    yield { ...finding, problem: finding.problem ?? differenceOf(finding.found, umbrella.found) };
  }
}

/** Returns the manifest of a package that the umbrella depends on. */
function inUmbrella(name: string): string {
  return createRequire(require.resolve("results-manager/package.json")).resolve(
    `@results-manager/${name}/package.json`,
  );
}

function versionOf(manifest: string, from: NodeJS.Require): string {
  return (from(manifest) as { readonly version: string }).version;
}

function differenceOf(version: string, umbrella: string): string | null {
  return version === umbrella
    ? null
    : `It is not of the release of 'results-manager', ${umbrella}: install equal versions.`;
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
