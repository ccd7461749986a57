import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Finds the links of built pages that lead to no page, and those to a heading that is not there. */
export function checkLinks(dist: string): string[] {
  const pages = globSync("**/*.html", { cwd: dist });
  const ids = new Map<string, Set<string>>();
  const idsOf = (file: string): Set<string> => {
    let known = ids.get(file);
    if (!known) {
      known = new Set([...readFileSync(join(dist, file), "utf8").matchAll(/ id="([^"]*)"/g)].map(([, id = ""]) => id));
      ids.set(file, known);
    }
    return known;
  };
  const broken = new Set<string>();
  for (const page of pages) {
    for (const [, href = ""] of readFileSync(join(dist, page), "utf8").matchAll(/<a [^>]*?href="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [path = "", anchor] = decodeURIComponent(href.replaceAll("&amp;", "&")).split("#");
      const target = path === "" ? page : path.startsWith("/") ? path.slice(1) : join(dirname(page), path);
      const file = [target, `${target}.html`, join(target, "index.html")].find(
        (each) => each !== "" && each.includes(".") && existsSync(join(dist, each)),
      );
      if (file === undefined) broken.add(`${page}: '${href}' leads to no page`);
      else if (anchor && file.endsWith(".html") && !idsOf(file).has(anchor))
        broken.add(`${page}: '${href}' leads to no heading`);
    }
  }
  return [...broken];
}
