import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** Where an example keeps its results. */
export interface ExampleFolder extends Disposable {
  readonly path: string;
}

/** The folder given by `--dir`, which stays; or a temporary one, which goes when it is disposed of. */
export function exampleFolder(): ExampleFolder {
  const { values } = parseArgs({ options: { dir: { type: "string" } } });
  if (values.dir !== undefined) return { path: values.dir, [Symbol.dispose]() {} };
  const path = mkdtempSync(join(tmpdir(), "results-manager-example-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
