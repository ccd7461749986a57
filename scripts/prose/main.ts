import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { checkProse } from "./check-prose.ts";

const ROOT = join(import.meta.dirname, "../..");

let count = 0;
for await (const path of glob("{packages/*/src,examples,scripts}/**/*.{ts,cjs}", {
  cwd: ROOT,
  exclude: (name) => name === "node_modules",
})) {
  for (const { line, text, rule } of checkProse(readFileSync(join(ROOT, path), "utf8"))) {
    process.stdout.write(`${path}:${line}: ${rule}: ${text}\n`);
    count++;
  }
}
if (count > 0) {
  process.stderr.write(`${count} sentences are not plain.\n`);
  process.exitCode = 1;
}
