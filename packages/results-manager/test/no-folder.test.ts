import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { moduleFlags } from "@results-manager/testing";
import { expect, test } from "vitest";

const CHILD = fileURLToPath(new URL("no-folder-child.ts", import.meta.url));

// Another process, because it would never end.
test.runIf(existsSync("/proc/self"))(
  "a place where the system makes no folders is refused by every face, on every medium",
  () => {
    const { stdout, signal } = spawnSync(process.execPath, [...moduleFlags(), CHILD], {
      encoding: "utf8",
      timeout: 200_000,
      killSignal: "SIGKILL",
    });
    expect(signal).toBeNull();
    const codes = JSON.parse(stdout) as Record<string, string>;
    expect(Object.keys(codes)).toHaveLength(16);
    expect(new Set(Object.values(codes))).toEqual(new Set(["STORAGE_FAILED"]));
  },
);
