import { readFileSync } from "node:fs";
import { checkMessage } from "./check-message.ts";

const path = process.argv[2];
if (path === undefined) {
  process.stderr.write("Cannot check a commit message: no file was given. Usage: node main.ts FILE\n");
  process.exitCode = 2;
} else {
  const faults = checkMessage(readFileSync(path, "utf8"));
  if (faults.length > 0) {
    process.stderr.write(`Cannot commit with this message:\n${faults.map((fault) => `  - ${fault}\n`).join("")}`);
    process.stderr.write(`Correct it with: git commit --edit --file '${path}'\n`);
    process.exitCode = 1;
  }
}
