import { unlessExpired } from "../records/expiry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type { RecordWrite, WriteOutcome } from "../records/storage-backend.ts";
import type { Outcome } from "../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Executor } from "../scheduling/executor.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { writeWithDependencies } from "./algorithms/write-dependencies.ts";
import { MediumHooks } from "./medium-hooks.ts";

/** Operations that are derived from the hooks of a medium. They run when the queue calls them. */
export abstract class Medium extends MediumHooks {
  /** Functions by which the queue calls the medium. */
  protected executor(): Executor {
    const has: Executor["has"] = (space, keys) => this.hasRecords(space, keys, this.clock.now());
    const confirm: Executor["confirm"] = (space, keys) => this.confirmRecords(space, keys);
    const { batchSize, confirms = false } = this.supports;
    const write: Executor["write"] = (space, writes) => {
      const outcomes = this.writeRecords(space, writes, this.clock.now());
      return confirms && writes.some((each) => each.confirms)
        ? confirmFound(confirm, space, writes, outcomes)
        : outcomes;
    };
    const dependent = { batchSize, has, write, ...(confirms && { confirm }) };
    return {
      read: (space, keys) => this.#readLiving(space, keys),
      has,
      write: (space, writes) => {
        for (const { parts } of writes) if (parts) return writeWithDependencies(dependent, space, writes);
        for (const each of writes) if (confirms && each.confirms) return write(space, writes);
        return this.writeRecords(space, writes, this.clock.now());
      },
      confirm,
      change: (space, changes) => this.compareAndSwap(space, changes, this.clock.now()),
      remove: (space, removals) => this.removeRecords(space, removals, this.clock.now()),
    };
  }

  /** Returns the keys of all pages. */
  protected async allKeys(
    keys: AsyncIterable<readonly string[]> | Iterable<Awaitable<readonly string[]>>,
  ): Promise<string[]> {
    const pages: (readonly string[])[] = [];
    if (Symbol.asyncIterator in keys) {
      for await (const page of keys) pages.push(page);
    } else {
      // Most prefixes have few pages, so no promise is created for a page that needs none.
      for (const page of keys) {
        pages.push(page instanceof Promise ? await page : page);
        if (shouldYield()) await yieldToEventLoop();
      }
    }
    const [first = []] = pages;
    return pages.length === 1 ? first.slice() : ([] as string[]).concat(...pages); // flat() takes ten times as long.
  }

  #readLiving(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]> {
    const now = this.clock.now();
    const found = this.readRecords(space, keys);
    return found instanceof Promise ? found.then((read) => living(read, now)) : living(found, now);
  }
}

/** Confirms records that already existed and were therefore not written, so that they are as durable as written ones. */
async function confirmFound(
  confirm: Executor["confirm"],
  space: Space,
  writes: readonly RecordWrite[],
  writing: Awaitable<readonly Outcome<WriteOutcome>[]>,
): Promise<readonly Outcome<WriteOutcome>[]> {
  const outcomes = [...(await writing)];
  const found = writes.flatMap(({ confirms }, i) => {
    const outcome = outcomes[i];
    return confirms && !(outcome instanceof Error) && outcome?.written === false ? [i] : [];
  });
  if (found.length === 0) return outcomes;
  const confirmed = await confirm(
    space,
    found.map((i) => (writes[i] as RecordWrite).key),
  );
  for (const [at, i] of found.entries()) {
    const failure = confirmed[at];
    if (failure) outcomes[i] = failure;
  }
  return outcomes;
}

/** Returns unexpired records; copies the list only if a record has expired. */
function living(found: readonly Outcome<FoundRecord>[], now: number): readonly Outcome<FoundRecord>[] {
  const isGone = (record: Outcome<FoundRecord>): boolean =>
    !(record instanceof Error) && unlessExpired(record, now) !== record;
  return found.some(isGone) ? found.map((record) => (isGone(record) ? undefined : record)) : found;
}
