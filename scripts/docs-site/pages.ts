import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../packaging/public-package.ts";

export const SITE: string = join(ROOT, "site");
export const PAGES: string = join(SITE, "pages");
const SOURCES = "https://github.com/results-manager/results-manager/blob/main";

/** Copies the pages of `docs/`. Links to other files of the repository lead to its host. */
export function copyPages(): void {
  rmSync(PAGES, { recursive: true, force: true });
  for (const page of globSync("**/*.md", { cwd: join(ROOT, "docs") })) {
    const target = join(PAGES, page === "design/README.md" ? "design/index.md" : page);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withLinks(page, readFileSync(join(ROOT, "docs", page), "utf8")));
  }
  cpSync(join(ROOT, "docs/digest-vectors.json"), join(PAGES, "public/digest-vectors.json"), { recursive: true });
}

/** @throws {Error} for a link that leads to no file. */
function withLinks(page: string, text: string): string {
  return text.replace(/\]\((?!https?:|#|\/)([^)#\s]+)(#[^)]*)?\)/g, (_, target: string, anchor = "") => {
    const path = normalize(join("docs", dirname(page), target));
    if (!existsSync(join(ROOT, path))) throw new Error(`docs/${page}: '${target}' leads to no file.`);
    if (path === "docs/digest-vectors.json") return "](/digest-vectors.json){target=_blank}";
    if (path.startsWith("docs/") && path.endsWith(".md"))
      return `](${target.replace(/README\.md$/, "index.md")}${anchor})`;
    return `](${SOURCES}/${path}${anchor})`;
  });
}

/** Title of a page: its first heading. */
export function titleOf(page: string): string {
  const text = readFileSync(join(PAGES, page), "utf8");
  return /^# (.*)$/m.exec(text)?.[1]?.replaceAll("`", "") ?? page;
}
