import { type FileHandle, open } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { UsageError } from "../../errors/usage-error.ts";

const PART = 2 ** 20;

/**
 * Runs a task with the bytes of a file, or of stdin for `-`.
 *
 * @throws {UsageError} for a file that cannot be read, and for a terminal; errors of the task.
 */
export async function withInput<T>(
  word: string,
  signal: AbortSignal,
  task: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  if (word === "-") {
    const { stdin } = process; // Not imported: looking at it takes longer than a small command.
    if (stdin.isTTY) throw new UsageError("There is nothing to import: name a file, or write to stdin through a pipe.");
    return task(addAbortSignal(signal, stdin));
  }
  const file = await openForReading(word);
  try {
    return await task(file.createReadStream({ highWaterMark: PART, autoClose: false }));
  } finally {
    await file.close();
  }
}

async function openForReading(word: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    file = await open(word, "r");
    if ((await file.stat()).isDirectory()) throw new Error("It is a folder.");
    return file;
  } catch (cause) {
    await file?.close();
    throw new UsageError(`Cannot read '${word}': ${(cause as Error).message}`, { cause });
  }
}
