import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** Folder in which an example keeps its results. */
export interface ExampleFolder extends Disposable {
  readonly path: string;
}

/**
 * Makes a folder of that name in the one given by `--dir`, which stays, or a temporary one, which is removed when it is disposed of.
 *
 * Examples begin by clearing their store, so each has its own folder: `--dir ./data` must not delete a user's data.
 */
export function exampleFolder(name: string): ExampleFolder {
  const { values } = parseArgs({ options: { dir: { type: "string" } } });
  if (values.dir !== undefined) return { path: join(values.dir, name), [Symbol.dispose]() {} };
  const path = mkdtempSync(join(tmpdir(), `results-manager-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
