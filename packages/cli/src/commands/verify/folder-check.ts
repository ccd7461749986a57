import { type Dirent, existsSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FoundRecord } from "@results-manager/core/storage";
import type { Fault } from "./fault.ts";

/** Folder in which the library keeps everything but results. */
export const RESERVED = ".results-manager";
/** File that says that no record of its folder expires. */
const CERTIFICATE = ".no-expiry";
const OTHERS = [RESERVED, ".git", "node_modules"];
const RECORD = /\.(?:json|record)$/;
/** Key that every record has. */
const MODEL = /"model_type"\s*:/;
/** Folders in the reserved one that have no records. */
const NO_RECORDS = ["locks", "tmp", "quarantine"];

/** Check of the folder of a store for what a listing of its records does not show. */
export class FolderCheck {
  readonly #base: string;
  /** Files of listed records. */
  readonly #listed = new Set<string>();
  /** Folders with records that expire. */
  readonly #expiring = new Set<string>();

  constructor(base: string) {
    this.#base = base;
  }

  /** Notes the file of a key that was listed, and its record; `undefined` for one that has expired. */
  note(path: string, found: FoundRecord): void {
    this.#listed.add(path);
    const expires = found ? found.corrupt === undefined && found.expiresAt !== undefined : existsSync(path);
    if (expires) this.#expiring.add(dirname(path));
  }

  /**
   * Yields the faults, once all records were noted.
   *
   * @param listAgain lists the files of all records again: a store in use has got some since.
   */
  async *faults(listAgain: () => AsyncIterable<string>): AsyncGenerator<Fault, void, undefined> {
    yield* this.#layoutFaults();
    for (const folder of this.#expiring) yield* this.#certificateFaults(folder);
    const strays = new Set(this.#strays());
    if (strays.size > 0) for await (const path of listAgain()) strays.delete(path);
    for (const path of strays) {
      if (isRecord(path))
        yield this.#fault(path, "bad name", "It is a record, but no key has this name: no call finds it.");
    }
  }

  /** Number of temporary files, of programs that run or have ended. */
  countTemporary(): number {
    const count = (folder: string): number =>
      entriesOf(folder).reduce((sum, each) => sum + (each.isDirectory() ? count(join(folder, each.name)) : 1), 0);
    return count(join(this.#base, RESERVED, "tmp"));
  }

  *#layoutFaults(): Generator<Fault> {
    const path = join(this.#base, RESERVED, "layout");
    const text = textOf(path);
    if (text === undefined || isLayout(text)) return;
    yield this.#fault(path, "damaged", "The file of the layout is not one: how names are spelled is not known.");
  }

  *#certificateFaults(folder: string): Generator<Fault> {
    const path = join(folder, CERTIFICATE);
    if (!existsSync(path)) return;
    yield this.#fault(path, "damaged", "It says that no record of the folder expires, but one does.");
  }

  /** Finds files that look like records, but were not listed. */
  *#strays(): Generator<string> {
    yield* this.#straysIn(this.#base);
    const reserved = join(this.#base, RESERVED);
    for (const entry of entriesOf(reserved)) {
      if (entry.isDirectory() && !NO_RECORDS.includes(entry.name)) yield* this.#straysIn(join(reserved, entry.name));
    }
  }

  *#straysIn(folder: string): Generator<string> {
    for (const entry of entriesOf(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !OTHERS.includes(entry.name)) yield* this.#straysIn(path);
      else if (entry.isFile() && RECORD.test(entry.name) && !this.#listed.has(path)) yield path;
    }
  }

  #fault(path: string, kind: Fault["kind"], message: string): Fault {
    const before = statOf(path);
    const isStill = async (): Promise<boolean> => statOf(path)?.ctimeMs === before?.ctimeMs;
    return { face: "store", key: path.slice(this.#base.length + 1), kind, message, place: { path }, isStill };
  }
}

/** Tells whether a file is a record: files of other programs are left alone. */
function isRecord(path: string): boolean {
  return MODEL.test(textOf(path) ?? "");
}

function isLayout(text: string): boolean {
  try {
    const { version, names } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return typeof version === "number" && (names === "plain" || names === "folded");
  } catch {
    return false;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // It is gone, or may not be read: reading its records says so.
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
