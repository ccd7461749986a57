import { randomUUID } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import type { CommandContext } from "../../definition/command-context.ts";
import { textOf } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";
import { TextSink } from "../../output/text-sink.ts";

/** Place that an export is written to. */
export interface ExportSink {
  /** The data does not go to stdout. */
  readonly isFile: boolean;
  /** Path of the file that becomes the exported one, unless that is stdout or a device. Another file may take its place. */
  readonly path?: string | undefined;
  write(part: string | Uint8Array): Promise<void>;
}

/**
 * Runs a task that writes to what `--output` names. An existing file is replaced when the task is done, and stays as it is if the task fails.
 *
 * @throws {UsageError} for a file that cannot be written; errors of the task.
 */
export async function withSink<T>(context: CommandContext, task: (sink: ExportSink) => Promise<T>): Promise<T> {
  const word = textOf(context, "output") ?? "-";
  const { output } = context;
  if (word === "-") return task({ isFile: false, write: (part) => output.write(part) });
  const found = await stat(word).catch(() => undefined);
  // A device or a pipe is written to; another file must not take its place.
  if (found && !found.isFile()) return writeInto(word, word, task);
  const path = found ? await realpath(word) : word;
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const done = await writeInto(word, draft, task);
    await rename(draft, path).catch((cause: Error) => refuse(word, cause));
    return done;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeInto<T>(word: string, path: string, task: (sink: ExportSink) => Promise<T>): Promise<T> {
  const file = await openForWriting(word, path);
  try {
    const sink = new TextSink((part) => file.writeFile(part));
    const isRegular = (await file.stat()).isFile();
    const done = await task({ isFile: true, write: (part) => sink.write(part), ...(isRegular && { path }) });
    await sink.flush();
    if (isRegular) await file.sync();
    return done;
  } finally {
    await file.close();
  }
}

async function openForWriting(word: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, "w");
  } catch (cause) {
    return refuse(word, cause as Error);
  }
}

/** @throws {UsageError} with the reason of the system, but not the name of the file that is written first. */
function refuse(word: string, cause: Error): never {
  throw new UsageError(`Cannot write '${word}': ${cause.message.replace(/, \w+ '.*$/s, "")}.`, { cause });
}
