import {
  appendFileSync,
  closeSync,
  fdatasync,
  fstatSync,
  openSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { systemCode } from "../errors/system-code.ts";
import type { TempSession } from "../locks/temp-session.ts";
import { USER_BLOCK } from "../reading/envelope.ts";
import type { FileContent } from "../reading/file-content.ts";
import { BY_HANDLE } from "../syncing/folder-syncs.ts";
import { identityOf } from "./durable-records.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";

const syncContent = promisify(fdatasync);

/** Writes a temp file that can be moved to the path of a record, and returns its path. A failed write leaves no file. */
export function writeTemp(batch: WriteBatch, { content, folder }: Draft): string {
  for (let staged = content.staged; ; staged = undefined) {
    const path = staged ?? batch.store.session.tempPath(folder);
    try {
      if (staged === undefined) {
        writeFileSync(path, content.text); // Options would make it a call of the system more.
        for (const part of content.bytes ?? []) appendFileSync(path, part);
      } else writeFileSync(path, content.text, { flag: "r+" });
      if (batch.space === "cache") stamp(path, batch.now);
      return path;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") {
        discard(path);
        throw error;
      }
      if (staged === undefined) forgetFolders(batch);
    }
  }
}

/** A temp file that is on the disk. */
export interface SyncedTemp {
  readonly path: string;
  /** Identity of the file, which it keeps in the place of a record. */
  readonly identity: string;
}

/** Writes a temp file like {@link writeTemp}, and waits until it is synced to the disk. */
export async function writeTempDurably(batch: WriteBatch, { content, folder }: Draft): Promise<SyncedTemp> {
  for (let staged = content.staged; ; staged = undefined) {
    const path = staged ?? batch.store.session.tempPath(folder);
    try {
      const identity = await (BY_HANDLE ? writeByHandle : writeByDescriptor)(batch, path, { ...content, staged });
      return { path, identity };
    } catch (error) {
      rmSync(path, { force: true });
      if (systemCode(error) !== "ENOENT") throw error;
      if (staged === undefined) forgetFolders(batch);
    }
  }
}

/**
 * Writes a temp file that becomes the file of a record once its text is known: its bytes, behind a user block that is left free; returns its path.
 * They are large, and the thread pool writes them.
 */
export async function stageTemp(session: TempSession, folder: string, bytes: readonly Uint8Array[]): Promise<string> {
  const path = session.tempPath(folder);
  try {
    const handle = await open(path, "wx");
    try {
      let position = USER_BLOCK;
      for (const part of bytes) {
        for (let at = 0; at < part.length; ) {
          const { bytesWritten } = await handle.write(part, at, part.length - at, position);
          at += bytesWritten;
          position += bytesWritten;
        }
      }
    } finally {
      await handle.close();
    }
    return path;
  } catch (error) {
    return discardAndThrow(path, error);
  }
}

/** Removes a temp file, if it exists. */
export function discard(temp: string): false {
  try {
    unlinkSync(temp);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
  return false;
}

/** Removes a temp file because of an error. */
export function discardAndThrow(temp: string, error: unknown): never {
  discard(temp);
  throw error;
}

async function writeByDescriptor(batch: WriteBatch, path: string, content: FileContent): Promise<string> {
  const fd = openSync(path, flagFor(content));
  try {
    // Writing into the page cache takes microseconds: only the sync is worth a round trip through the thread pool.
    const identity = writeContent(batch, { fd, path, content });
    await syncContent(fd);
    return identity;
  } finally {
    closeSync(fd);
  }
}

async function writeByHandle(batch: WriteBatch, path: string, content: FileContent): Promise<string> {
  const handle = await open(path, flagFor(content));
  try {
    const identity = writeContent(batch, { fd: handle.fd, path, content });
    await handle.datasync();
    return identity;
  } finally {
    await handle.close();
  }
}

/** A staged file exists, and has all but its text. */
function flagFor({ staged }: FileContent): string {
  return staged === undefined ? "wx" : "r+";
}

/** Writes the content of a temp file, and returns the identity of the file. */
function writeContent(
  { space, now }: WriteBatch,
  {
    fd,
    path,
    content: { text, bytes, staged },
  }: { readonly fd: number; readonly path: string; readonly content: FileContent },
): string {
  for (const part of [Buffer.from(text), ...(staged === undefined ? (bytes ?? []) : [])]) {
    for (let at = 0; at < part.length; ) at += writeSync(fd, part, at);
  }
  if (space === "cache") stamp(path, now);
  return identityOf(fstatSync(fd));
}

/** Sets the file times of a cache entry by the store's clock; they are used to find the least recently used entries. */
function stamp(path: string, now: number): void {
  utimesSync(path, now / 1000, now / 1000);
}

/** Forgets the folders after another process removed the temp folder or the store; they are made again. */
function forgetFolders({ store }: WriteBatch): void {
  store.session.reset();
  store.layout.reset();
}
