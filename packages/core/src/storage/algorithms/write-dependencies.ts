import type { Space } from "../../records/space.ts";
import type { PartWrite, RecordParts, RecordWrite, WriteOutcome } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import { type Awaitable, asError } from "../../scheduling/group-commit.ts";

/** Operations of a medium that are needed to write records with parts. */
export interface PartsMedium {
  readonly batchSize: number;
  has(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<boolean>[]>;
  write(space: Space, writes: readonly RecordWrite[]): Awaitable<readonly Outcome<WriteOutcome>[]>;
  /** Makes existing records durable, for media where they may be less durable than written ones. */
  confirm?(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<undefined>[]>;
}

/** Writes records after the parts that they refer to, level by level. Existing parts are not written again. */
export async function writeWithDependencies(
  medium: PartsMedium,
  space: Space,
  writes: readonly RecordWrite[],
): Promise<readonly Outcome<WriteOutcome>[]> {
  const failures = new Map<RecordWrite, Error>();
  for (let level = 0; writes.some(({ parts }) => parts?.levels[level]); level++) {
    const complete = writes.filter((write) => !failures.has(write));
    for (const [partSpace, parts] of bySpace(complete, level)) {
      const failed = await writeMissing(medium, partSpace, parts);
      if (failed.size === 0) continue;
      for (const write of complete) {
        const failure = write.parts?.levels[level]?.map(({ key }) => failed.get(key)).find(Boolean);
        if (failure && write.parts?.space === partSpace) failures.set(write, failure);
      }
    }
  }
  const complete = writes.filter((write) => !failures.has(write));
  const outcomes = complete.length > 0 ? await medium.write(space, complete) : [];
  let next = 0;
  return writes.map((write) => failures.get(write) ?? (outcomes[next++] as Outcome<WriteOutcome>));
}

/** Returns the distinct parts of one level, by space. */
function bySpace(writes: readonly RecordWrite[], level: number): Map<Space, Map<string, PartWrite>> {
  const spaces = new Map<Space, Map<string, PartWrite>>();
  for (const { parts } of writes) if (parts) collect(parts, level, spaces);
  return spaces;
}

function collect({ space, levels }: RecordParts, level: number, spaces: Map<Space, Map<string, PartWrite>>): void {
  const parts = spaces.get(space) ?? new Map<string, PartWrite>();
  spaces.set(space, parts);
  for (const part of levels[level] ?? []) parts.set(part.key, part);
}

/** Writes the missing parts, and returns the errors by key. */
async function writeMissing(
  medium: PartsMedium,
  space: Space,
  parts: ReadonlyMap<string, PartWrite>,
): Promise<Map<string, Error>> {
  const failed = new Map<string, Error>();
  const all = [...parts.values()];
  for (let at = 0; at < all.length; at += medium.batchSize) {
    const batch = all.slice(at, at + medium.batchSize);
    const presence = await medium.has(
      space,
      batch.map(({ key }) => key),
    );
    const writes: RecordWrite[] = [];
    const present: string[] = [];
    for (const [i, part] of batch.entries()) {
      const isPresent = presence[i];
      if (isPresent instanceof Error) failed.set(part.key, isPresent);
      else if (isPresent) present.push(part.key);
      else prepare(part, writes, failed);
    }
    const confirmed = present.length > 0 && medium.confirm ? await medium.confirm(space, present) : [];
    for (const [i, failure] of confirmed.entries()) if (failure) failed.set(present[i] as string, failure);
    const outcomes = writes.length > 0 ? await medium.write(space, writes) : [];
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome instanceof Error) failed.set((writes[i] as RecordWrite).key, outcome);
    }
    if (shouldYield()) await yieldToEventLoop();
  }
  return failed;
}

function prepare(part: PartWrite, writes: RecordWrite[], failed: Map<string, Error>): void {
  try {
    writes.push({ key: part.key, condition: "absent", content: part.prepare(), confirms: true });
  } catch (error) {
    failed.set(part.key, asError(error));
  }
}
