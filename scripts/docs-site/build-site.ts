import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../packaging/public-package.ts";
import { run, runPnpm } from "../packaging/run-tool.ts";
import { copyPages, PAGES, SITE, titleOf } from "./pages.ts";
import { SECTIONS } from "./sections.ts";

export const DIST: string = join(SITE, "dist");
const ADDRESS = "https://results-manager.github.io/results-manager";

/** Builds the site into `site/dist`, with the API reference, a Markdown twin of each page, and `llms.txt`. */
export function buildSite(): void {
  runPnpm(["install", "--frozen-lockfile"], SITE);
  copyPages();
  writeEntries();
  run(join(SITE, "node_modules/.bin/typedoc"), [], SITE);
  writeSidebar();
  run(join(SITE, "node_modules/.bin/vitepress"), ["build"], SITE);
  writeTwins();
}

/** Entries of the packages by their names, which typedoc takes from the files. Exports of more than one are described in the first. */
const ENTRIES: Readonly<Record<string, string>> = {
  "results-manager": "results-manager/src/index.ts",
  "@results-manager/core/storage": "core/src/storage.ts",
  "@results-manager/sync": "sync/src/index.ts",
  "@results-manager/testing": "testing/src/index.ts",
  "@results-manager/backend-fs": "backend-fs/src/index.ts",
  "@results-manager/backend-sqlite": "backend-sqlite/src/index.ts",
  "@results-manager/backend-postgres": "backend-postgres/src/index.ts",
  "@results-manager/backend-hdf5": "backend-hdf5/src/index.ts",
};

function writeEntries(): void {
  for (const [name, source] of Object.entries(ENTRIES)) {
    const file = join(PAGES, ".entries", `${name}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export * from "${relative(dirname(file), join(ROOT, "packages", source))}";\n`);
  }
}

interface SidebarItem {
  readonly text: string;
  readonly link?: string;
  readonly items?: readonly SidebarItem[];
  readonly collapsed?: boolean;
}

function writeSidebar(): void {
  const users = Object.entries(SECTIONS).map(([text, pages]) => ({ text, items: pages.map(itemOf) }));
  const listed = new Set(Object.values(SECTIONS).flat());
  const missing = globSync("*.md", { cwd: PAGES }).filter(
    (page) => page !== "index.md" && !listed.has(page.slice(0, -3)),
  );
  if (missing.length > 0) throw new Error(`No section of the sidebar has ${missing.join(", ")}.`);
  const design = globSync("design/*.md", { cwd: PAGES })
    .sort()
    .map((page) => itemOf(page.slice(0, -3)));
  const modules = globSync("api/**/index.md", { cwd: PAGES })
    .filter((page) => page !== "api/index.md")
    .sort()
    .map(
      (page): SidebarItem => ({
        text: page.slice("api/".length, -"/index.md".length),
        link: `/${page.slice(0, -"index.md".length)}`,
      }),
    );
  const sidebar: SidebarItem[] = [
    ...users,
    { text: "API", items: modules, collapsed: false },
    { text: "Design, for maintainers", items: design, collapsed: true },
  ];
  writeFileSync(join(PAGES, "sidebar.json"), JSON.stringify(sidebar));
}

const itemOf = (page: string): SidebarItem => ({
  text: titleOf(`${page}.md`),
  link: `/${page.replace(/(^|\/)index$/, "$1")}`,
});

/** Writes each page as Markdown beside its HTML, and lists the pages for language models. */
function writeTwins(): void {
  const pages = globSync("**/*.md", { cwd: PAGES });
  for (const page of pages) cpSync(join(PAGES, page), join(DIST, page));
  const lines = Object.entries(SECTIONS).flatMap(([section, names]) => [
    `\n## ${section}\n`,
    ...names.map((name) => `- [${titleOf(`${name}.md`)}](${ADDRESS}/${name}.md)`),
  ]);
  const api = `\n## API\n\n- [Every export](${ADDRESS}/api/index.md)`;
  const head =
    "# results-manager\n\n> Stores the validated results of parallel work in TypeScript: files, SQLite, PostgreSQL, a cache, memoized functions.";
  writeFileSync(join(DIST, "llms.txt"), `${[head, ...lines, api].join("\n")}\n`);
  const texts = Object.values(SECTIONS)
    .flat()
    .map((name) => readFileSync(join(PAGES, `${name}.md`), "utf8"));
  writeFileSync(join(DIST, "llms-full.txt"), texts.join("\n---\n\n"));
  if (!existsSync(join(DIST, "api/index.html"))) throw new Error("The API reference is missing.");
}
