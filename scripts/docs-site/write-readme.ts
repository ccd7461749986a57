import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../packaging/public-package.ts";
import { umbrellaReadme } from "./umbrella-readme.ts";

// Writes the README of the package `results-manager`.
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
writeFileSync(join(ROOT, "packages/results-manager/README.md"), umbrellaReadme(readme));
