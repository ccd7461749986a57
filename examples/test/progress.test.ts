import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { moduleFlags } from "@results-manager/testing/processes";
import { expect, test } from "vitest";
import { exampleEnv, tempFolder } from "./run-example.ts";

// Runs in a terminal made by `script`, which every Linux has.
const SCRIPT = "/usr/bin/script";
const main = fileURLToPath(new URL("../quickstart/main.ts", import.meta.url));

test.skipIf(process.platform !== "linux" || !existsSync(SCRIPT)).for([
  ["a bar in colour", undefined],
  ["a bar without colour, with NO_COLOR", "1"],
] as const)("on a terminal there is %s", ([, noColor]) => {
  const command = `"${process.execPath}" ${moduleFlags().join(" ")} "${main}" --limit 20 --dir "${tempFolder()}"`;
  const unset = { NODE_DISABLE_COLORS: undefined, CI: undefined };
  const env = { ...exampleEnv(), ...unset, NO_COLOR: noColor, TERM: "xterm-256color" };
  const { status, stdout } = spawnSync(SCRIPT, ["-qec", command, "/dev/null"], { env, encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toContain(`${"█".repeat(40)}`);
  expect(stdout).toContain("20 of 20");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  expect(/\x1b\[(1|32)m/.test(stdout)).toBe(noColor === undefined);
  expect(stdout).toContain("\x1b[?25h"); // The cursor is shown again.
});
