import { compareCodePoints, sortByCodePoint } from "../ids/compare-code-points.ts";
import { matchesPrefix } from "../ids/matches-prefix.ts";
import { unlessExpired } from "../records/expiry.ts";
import { allowsRemoval, allowsWrite } from "../records/preconditions.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type { RecordRemoval, RecordWrite, ScanRange, WriteOutcome } from "../records/storage-backend.ts";
import type { Outcome } from "../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import { type Awaitable, asError } from "../scheduling/group-commit.ts";
import { parseRecord } from "./record-text.ts";
import { StorageBase } from "./storage-base.ts";
import { type TextChange, TextDraft } from "./text-draft.ts";

/**
 * Base class of a medium that stores one text under each key: three hooks, from which conditions, creation times, expiry, ranges, damaged
 * records and revisions follow.
 *
 * Only one open store may write to the medium at a time, since a condition is checked between a load and a write. Such loads and writes run
 * one at a time; a listing, with the loads of its pages, may run beside them. A batch never names a key twice, and has at most
 * `supports.batchSize` keys.
 *
 * @example
 * ```ts
 * class MapStorage extends TextStorage {
 *   readonly supports = { retains: true, persistent: false, crossProcess: false, batchSize: 64 };
 *   readonly #texts = new Map<string, string>();
 *
 *   protected override loadTexts(space: Space, keys: readonly string[]) {
 *     return keys.map((key) => this.#texts.get(`${space} ${key}`));
 *   }
 *   protected override applyTexts(space: Space, changes: readonly TextChange[]) {
 *     for (const [key, text] of changes) {
 *       if (text === undefined) this.#texts.delete(`${space} ${key}`);
 *       else this.#texts.set(`${space} ${key}`, text);
 *     }
 *   }
 *   protected override listTextKeys(space: Space) {
 *     const own = [...this.#texts.keys()].filter((name) => name.startsWith(`${space} `));
 *     return own.map((name) => name.slice(space.length + 1));
 *   }
 * }
 * ```
 */
export abstract class TextStorage extends StorageBase {
  /** Returns the text of each key, in their order; `undefined` for a key that has none. */
  protected abstract loadTexts(space: Space, keys: readonly string[]): Awaitable<readonly (string | undefined)[]>;

  /** Applies all changes, and returns once they are as durable as the medium promises. If it throws, it has applied none. */
  protected abstract applyTexts(space: Space, changes: readonly TextChange[]): Awaitable<void>;

  /**
   * Returns the keys of a space, in any order.
   *
   * @param beginning Text that the requested keys begin with; a medium may return other keys too.
   */
  protected abstract listTextKeys(space: Space, beginning: string): Awaitable<Iterable<string>>;

  protected override async readRecords(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]> {
    const texts = await this.loadTexts(space, keys);
    return texts.map((text) => (text === undefined ? undefined : parseRecord(text)));
  }

  protected override async writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<readonly Outcome<WriteOutcome>[]> {
    return this.#decide(space, writes, now, (draft) =>
      writes.map((write): Outcome<WriteOutcome> => {
        const found = draft.living(write.key);
        if (!allowsWrite(write, found)) return { written: false, found };
        try {
          return { written: true, revision: draft.write(write.key, write.content, found) };
        } catch (error) {
          return asError(error);
        }
      }),
    );
  }

  protected override async removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Promise<readonly boolean[]> {
    return this.#decide(space, removals, now, (draft) =>
      removals.map((removal) => {
        const isLiving = draft.living(removal.key) !== undefined;
        if (!allowsRemoval(removal, draft.get(removal.key), now)) return false;
        draft.remove(removal.key);
        return removal.condition !== "any" || isLiving;
      }),
    );
  }

  protected override async *scanKeys(space: Space, range: ScanRange, now: number): AsyncGenerator<readonly string[]> {
    const { prefix, startsWith = "", after, limit = Number.POSITIVE_INFINITY, expired = false } = range;
    const { batchSize } = this.supports;
    const keys: string[] = [];
    for (const key of await this.listTextKeys(space, prefix ?? startsWith)) {
      const isAfter = after === undefined || compareCodePoints(key, after) > 0;
      if (isAfter && key.startsWith(startsWith) && matchesPrefix(key, prefix)) keys.push(key);
    }
    const sorted = sortByCodePoint(keys);
    let remaining = limit;
    for (let at = 0; at < sorted.length && remaining > 0; at += batchSize) {
      const page = sorted.slice(at, at + batchSize);
      const found = await this.readRecords(space, page);
      const matching = page.filter((_, i) => isListed(found[i], expired, now)).slice(0, remaining);
      remaining -= matching.length;
      if (matching.length > 0) yield matching;
      if (shouldYield()) await yieldToEventLoop();
    }
  }

  /** Loads the records of a batch, decides its items, and applies what has changed at once. */
  async #decide<T>(
    space: Space,
    items: readonly { readonly key: string }[],
    now: number,
    decide: (draft: TextDraft) => T,
  ): Promise<T> {
    const keys = [...new Set(items.map(({ key }) => key))];
    const draft = new TextDraft(keys, await this.loadTexts(space, keys), now);
    const outcomes = decide(draft);
    const { changes } = draft;
    if (changes.length > 0) await this.applyTexts(space, changes);
    return outcomes;
  }
}

/** Tells whether a scan yields the key of a record. A damaged record has not expired. */
function isListed(found: FoundRecord, expired: boolean, now: number): boolean {
  if (found === undefined) return false; // Removed since its key was listed.
  return (unlessExpired(found, now) === undefined) === expired;
}
