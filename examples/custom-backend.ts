// A complete backend in one file: all results in one append-only log of JSON lines, for one process at a time.
//
// A medium implements four hooks with checked arguments and inherits the rest: ids, models, behaviours, expiry, batches, closing.
// test/custom-backend.test.ts tests this one with the published conformance suite.
//
//   node --conditions=@results-manager/source examples/custom-backend.ts [--dir DIR]
import { appendFile, closeSync, fdatasync, ftruncateSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type AsyncResultsBackend, registerModel } from "@results-manager/core";
import {
  allowsRemoval,
  allowsWrite,
  type Constructor,
  compareCodePoints,
  isExpired,
  matchesPrefix,
  PerKeyLockMixin,
  type RecordContent,
  type RecordRemoval,
  type RecordWrite,
  ResultsMixin,
  type ScanRange,
  type Space,
  StorageBase,
  StorageError,
  type StorageOptions,
  type StorageSupports,
  type StoredRecord,
  sortByCodePoint,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core/storage";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

// Runs in the thread pool, so that the event loop never waits for the disk.
const append = promisify(appendFile);
const sync = promisify(fdatasync);

/** One line of the log: a record was written or, if there is no content, removed. */
interface LogLine {
  readonly key: string;
  readonly content?: RecordContent;
}

/** In-memory entry of a record: its line, and the properties that a listing needs. */
interface Entry {
  readonly line: string;
  readonly expiresAt: number | undefined;
}

/** Stores records in a log and holds the current ones in memory. */
class JsonLinesStorage extends StorageBase {
  readonly supports: StorageSupports = { retains: true, persistent: true, crossProcess: false, batchSize: 128 };
  readonly #file: string;
  readonly #log: number;
  readonly #spaces = new Map<Space, Map<string, Entry>>();
  #size = 0;
  #unwritten = "";

  constructor(file: string, options?: StorageOptions) {
    super(options);
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#log = openSync(file, "a");
    this.#replay();
  }

  protected override readRecords(space: Space, keys: readonly string[]): (StoredRecord | undefined)[] {
    return keys.map((key) => this.#find(space, key));
  }

  protected override async writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<WriteOutcome[]> {
    const outcomes = writes.map((write): WriteOutcome => {
      const found = unlessExpired(this.#find(space, write.key), now) as StoredRecord | undefined; // No record is corrupt: see #replay.
      if (!allowsWrite(write, found)) return { written: false, found };
      const content = { ...write.content, createdAt: found?.createdAt ?? write.content.createdAt };
      return { written: true, revision: this.#note(space, { key: write.key, content }) };
    });
    await this.#flush();
    return outcomes;
  }

  protected override async removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Promise<boolean[]> {
    const outcomes = removals.map((removal) => {
      const found = this.#find(space, removal.key);
      if (!allowsRemoval(removal, found, now)) return false;
      this.#note(space, { key: removal.key });
      return removal.condition !== "any" || unlessExpired(found, now) !== undefined; // Expired records are removed but not counted.
    });
    await this.#flush();
    return outcomes;
  }

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<readonly string[]> {
    const { prefix, startsWith = "", after, limit, expired = false } = range;
    const keys: string[] = [];
    for (const [key, { expiresAt }] of this.#in(space)) {
      if (!matchesPrefix(key, prefix) || !key.startsWith(startsWith)) continue;
      if (after !== undefined && compareCodePoints(key, after) <= 0) continue;
      if (isExpired(expiresAt, now) === expired) keys.push(key);
    }
    yield sortByCodePoint(keys).slice(0, limit);
  }

  protected override async closeStorage(): Promise<void> {
    closeSync(this.#log);
  }

  override locate(_space: Space, key: string): string {
    return `${this.#file}, the last line of '${key}'`;
  }

  /** Returns a new copy of a record, parsed from its line, which is also its revision. */
  #find(space: Space, key: string): StoredRecord | undefined {
    const entry = this.#in(space).get(key);
    return entry && { ...(JSON.parse(entry.line) as { content: RecordContent }).content, revision: entry.line };
  }

  #in(space: Space): Map<string, Entry> {
    let entries = this.#spaces.get(space);
    if (!entries) {
      entries = new Map();
      this.#spaces.set(space, entries);
    }
    return entries;
  }

  #note(space: Space, line: LogLine): string {
    const text = JSON.stringify(line);
    this.#apply(space, line, text);
    if (space === "results") this.#unwritten += `${text}\n`; // Leases show which process is computing: they need not be stored.
    return text;
  }

  #apply(space: Space, { key, content }: LogLine, line: string): void {
    if (content) this.#in(space).set(key, { line, expiresAt: content.expiresAt });
    else this.#in(space).delete(key);
  }

  /** Appends a whole batch and syncs it once, which is the purpose of batches. */
  async #flush(): Promise<void> {
    const text = this.#unwritten;
    this.#unwritten = "";
    if (text === "") return;
    try {
      await append(this.#log, text);
      await sync(this.#log);
      this.#size += Buffer.byteLength(text);
    } catch (cause) {
      ftruncateSync(this.#log, this.#size);
      this.#replay(); // Undoes the whole batch, also in memory.
      throw new StorageError(`Could not append to ${this.#file}. Check the disk's space and permissions.`, { cause });
    }
  }

  /** Reads the log. A killed process may have left half a line at the end: it was never acknowledged and is removed. */
  #replay(): void {
    const text = readFileSync(this.#file, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) ftruncateSync(this.#log, Buffer.byteLength(whole));
    this.#size = Buffer.byteLength(whole);
    this.#in("results").clear();
    for (const [i, line] of whole.split("\n").slice(0, -1).entries()) {
      try {
        this.#apply("results", JSON.parse(line) as LogLine, line);
      } catch (cause) {
        throw new StorageError(`Line ${i + 1} of ${this.#file} is not JSON. Repair or remove that line.`, { cause });
      }
    }
  }
}

const JsonLinesResults: typeof JsonLinesStorage & Constructor<AsyncResultsBackend> = ResultsMixin(
  PerKeyLockMixin(JsonLinesStorage, { intents: ["update"] }),
);

/** Stores results in one file of JSON lines, for one process at a time. */
export class JsonLinesBackend extends JsonLinesResults {}

if (import.meta.main) {
  const Note = registerModel("Note", v.object({ text: v.string(), at: v.date() }));
  using folder = exampleFolder("custom-backend");
  const file = join(folder.path, "notes.jsonl");
  {
    await using notes = new JsonLinesBackend(file);
    await notes.clear();
    await notes.set("notes/1", { text: "hello", at: new Date(0) }, { model: Note });
    await notes.update("notes/1", Note, (note) => ({ text: `${note?.text}, world`, at: new Date(0) }));
    await notes.setMany(
      [
        ["notes/2", { text: "two", at: new Date(0) }],
        ["notes/3", { text: "three", at: new Date(0) }],
      ],
      { model: Note },
    );
    await notes.delete("notes/2");
  }
  await using again = new JsonLinesBackend(file);
  console.log("opened again:", await again.listIds());
  console.log("read back:", await again.get("notes/1", Note));
  console.log(`lines in the log: ${readFileSync(file, "utf8").trimEnd().split("\n").length}`);
}
