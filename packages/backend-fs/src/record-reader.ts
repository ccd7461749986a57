import type { StorageError } from "@results-manager/core";
import {
  type FoundRecord,
  type Outcome,
  type Space,
  shouldYield,
  unlessExpired,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import type { Layout } from "./layout/layout.ts";
import { LARGE_READ } from "./reading/large-read.ts";
import { readUnlessLarge } from "./reading/large-record.ts";
import { parseEnvelope } from "./reading/parse-envelope.ts";
import { pathExists } from "./reading/path-exists.ts";
import { readRecord } from "./reading/read-record.ts";
import type { SentText } from "./reading/read-texts.ts";
import { ReadThread } from "./reading/read-thread.ts";
import type { RecordFormat } from "./reading/record-format.ts";
import { FolderCertificates, revokeIfExpiring } from "./walking/no-expiry.ts";

/** Reads the records of an open store. */
export class RecordReader {
  readonly #layout: Layout;
  readonly #isReadOnly: boolean;
  #thread: ReadThread | undefined;
  /** The last record was missing, so that the next one may be missing, too. */
  #isMissing = false;

  /** @param isReadOnly changes nothing in the store. */
  constructor(layout: Layout, isReadOnly: boolean) {
    this.#layout = layout;
    this.#isReadOnly = isReadOnly;
  }

  /** Reads records, expired or not; those of a large batch partly in another thread. */
  async read(space: Space, keys: readonly string[]): Promise<Outcome<FoundRecord>[]> {
    const paths = this.#layout.pathsOf(space);
    const { format } = paths;
    const files = keys.map((key) => paths.fileOf(key));
    const found: Outcome<FoundRecord>[] = [];
    const readOn = async (texts: readonly SentText[]): Promise<void> => {
      for (const text of texts) {
        const at = found.length;
        const file = files[at] as string;
        const read = text === null ? this.#readOne(file, format, keys[at] as string) : parseEnvelope({ text }, file);
        if (space === "results" && !this.#isReadOnly) revokeIfExpiring(file, read);
        found.push(read);
        if (shouldYield()) await yieldToEventLoop();
      }
    };
    const elsewhere = this.#readElsewhere(format, files);
    if (elsewhere) for await (const part of elsewhere) await readOn(part);
    else await readOn(files.map(() => null));
    return found;
  }

  #readOne(file: string, format: RecordFormat, key: string): Outcome<FoundRecord> {
    // The error of a failing `open` takes several times as long as the status of a missing file.
    if (this.#isMissing && recordExists(file, key, false) === false) return undefined;
    const read = readUnlessLarge(file, format, key);
    this.#isMissing = read === undefined;
    return read;
  }

  /** Tells which records exist. Only those in folders without a certificate are read. */
  has(space: Space, keys: readonly string[], now: number): Outcome<boolean>[] {
    const paths = this.#layout.pathsOf(space);
    const certificates = new FolderCertificates(space);
    return keys.map((key) => {
      const { file, folder } = paths.placeOf(key);
      const there = recordExists(file, key);
      if (there !== true || certificates.has(folder)) return there;
      const found = readRecord(file, paths.format, key);
      return found instanceof Error ? found : unlessExpired(found, now) !== undefined;
    });
  }

  /** Ends the other thread if no other store uses it. */
  async close(): Promise<void> {
    if (this.#thread) await ReadThread.leave();
    this.#thread = undefined;
  }

  /** Lets another thread read the files of a large batch; `undefined` where it cannot. */
  #readElsewhere({ hasBytes }: RecordFormat, files: readonly string[]): AsyncIterable<readonly SentText[]> | undefined {
    if (files.length < LARGE_READ || hasBytes) return undefined;
    this.#thread ??= ReadThread.join();
    return this.#thread.read(files);
  }
}

function recordExists(file: string, key: string, isLikely = true): Outcome<boolean> {
  try {
    return pathExists(file, key, isLikely);
  } catch (error) {
    return error as StorageError;
  }
}
