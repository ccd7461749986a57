import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDirSync } from "fs-extra/esm";

/** Target of an attacker: a record as a store of files holds it. */
const SECRET = `{"model_type":"Count","namespace":"default","data":-1}`;
const NAMES: readonly string[] = ["secret", "secret.json", "planted"];

/** The folder of a store among files that must not be touched. */
export class Surroundings {
  /** Absolute and relative paths to those files. */
  readonly targets: readonly string[];
  readonly #root: string;
  readonly #store: string;
  readonly #before: readonly string[];

  /** Makes the files and the folder of the store in the empty folder `root`. */
  constructor(root: string, store: string) {
    this.#root = root;
    this.#store = store;
    const folders = ["outside", "inner", "inner/storex", "inner/beside", "etc"];
    for (const folder of folders) {
      ensureDirSync(join(root, folder));
      writeFileSync(join(root, folder, "secret.json"), SECRET);
    }
    linkWherePossible(join(root, "outside"), join(root, "inner", "link"));
    mkdirSync(store);
    this.targets = [...folders, "inner/link"].flatMap((folder) =>
      NAMES.flatMap((name) => [
        `${root}/${folder}/${name}`,
        `${folder}/${name}`,
        `inner/store/../../${folder}/${name}`,
      ]),
    );
    this.#before = this.#look();
  }

  /** Asserts that everything outside the store is unchanged: names, contents, modes and times of change. */
  expectUntouched(): void {
    assert.deepEqual(this.#look(), this.#before, "Nothing outside the store is touched.");
  }

  #look(): readonly string[] {
    const seen: string[] = [];
    const visit = (path: string): void => {
      if (path === this.#store) return;
      const found = lstatSync(path);
      // A folder's size says nothing: NTFS tells another one once its entries have been read.
      const content = found.isFile() ? readFileSync(path, "utf8") : found.isSymbolicLink() ? readlinkSync(path) : "";
      seen.push(`${path} ${found.mtimeMs} ${found.mode} ${content}`);
      if (found.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    };
    visit(this.#root);
    return seen;
  }
}

/** Makes a symbolic link, except on a file system that has none. */
function linkWherePossible(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    assert.ok(code === "ENOSYS" || code === "EPERM" || code === "ENOTSUP", `Could not make a link: ${code}.`);
  }
}
