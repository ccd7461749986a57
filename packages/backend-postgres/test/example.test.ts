import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, inject, test } from "vitest";
import { runRaw } from "./new-schema.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/postgres-workers.ts", import.meta.url));

afterAll(() => runRaw("drop schema if exists example_workers cascade"));

test("postgres-workers computes all tasks, though a worker is killed", async () => {
  const args = ["--conditions=@results-manager/source", EXAMPLE, inject("postgresUrl")];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toContain("workers that ended by themselves: 2");
  expect(stdout).toContain("30 results, sum 8555");
});
