import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { RESULTS_ERROR_CODES } from "results-manager";
import { describe, expect, test } from "vitest";
import { examplesIn, findExamples, ROOT, userPages } from "../docs-examples/find-examples.ts";
import { runExamples, writeExamples } from "../docs-examples/run-examples.ts";
import { checkLinks } from "../docs-site/check-links.ts";
import { commandsPage } from "../docs-site/commands-page.ts";
import { umbrellaReadme } from "../docs-site/umbrella-readme.ts";

describe("documentation", () => {
  test("every error code has a line with its remedy, in order", () => {
    const page = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
    const lines = [...page.matchAll(/^\| `([A-Z_]+)` \| [^|]+ \| [^|]+ \|$/gm)];
    expect(lines.map(([, code]) => code)).toEqual([...RESULTS_ERROR_CODES]);
  });

  test("every link within the repository leads to a file", () => {
    const broken = userPages().flatMap((page) =>
      [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .filter(([, target = ""]) => !existsSync(join(ROOT, dirname(page), target)))
        .map(([, target]) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("npm shows the README of the repository: `node scripts/docs-site/write-readme.ts` writes it", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(readFileSync(join(ROOT, "packages/results-manager/README.md"), "utf8")).toBe(umbrellaReadme(readme));
  });

  test("the page of the commands is that of their help: `node scripts/docs-site/write-commands.ts` writes it", () => {
    expect(readFileSync(join(ROOT, "docs/commands.md"), "utf8")).toBe(commandsPage());
  });

  test("a link that leads nowhere in the site is found", () => {
    const dist = tempFolder();
    writeFileSync(
      join(dist, "a.html"),
      '<h1 id="top"></h1><a href="/b#end">b</a><a href="#top">a</a><a href="/c">c</a>',
    );
    writeFileSync(join(dist, "b.html"), '<a href="./a">a</a>');
    expect(checkLinks(dist)).toEqual(["a.html: '/b#end' leads to no heading", "a.html: '/c' leads to no page"]);
  });

  test("every block of code is a complete program", () => {
    expect(findExamples().length).toBeGreaterThan(25);
    expect(() => examplesIn("page", "```ts\nawait results.get(id);\n```\n")).toThrow("page, block 1 imports nothing");
  });

  test("a program that prints something else than its page shows is a fault", async () => {
    const page = (shown: string) =>
      `\`\`\`js\nconsole.log(require("node:path").sep);\n\`\`\`\n\nPrints:\n\n\`\`\`text\n${shown}\n\`\`\`\n`;
    const examples = [...examplesIn("right.md", page("/")), ...examplesIn("wrong.md", page("nothing"))];
    writeExamples(examples);
    expect(await runExamples(examples)).toEqual([{ where: "wrong.md, block 1", reason: "prints\n/\n" }]);
  });
});
