import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { moduleFlags } from "@results-manager/testing";
import { expect, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "children", "keep-deep-values.ts");

test.each(["list", "object", "Set"])("a %s of nearly the greatest depth is kept by a new process", (kind) => {
  for (const face of ["results", "values", "calls"]) {
    const { status, stderr } = spawnSync(process.execPath, [...moduleFlags(), SCRIPT, kind, face], {
      encoding: "utf8",
    });
    expect({ face, status, stderr }).toEqual({ face, status: 0, stderr: "" });
  }
});
