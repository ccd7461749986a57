import { sortByCodePoint } from "../../ids/compare-code-points.ts";
import type { ChildInfo } from "./entry-options.ts";

/** Character that sorts before the ids below a segment: `a-b` is between `a` and `a/c`. */
const BEFORE_SLASH = /[^/-\uffff]/;

/** Child that is being counted. */
interface Count {
  isResult: boolean;
  count: number;
}

/**
 * Beginning of a segment up to the first character that sorts before `/`. The ids of the segments with one beginning are next to each other,
 * while those of one segment need not be: `a`, `a-b`, `a/c`.
 */
export function headOf(segment: string): string {
  const at = segment.slice(1).search(BEFORE_SLASH);
  return at === -1 ? segment : segment.slice(0, at + 1);
}

/** Counts the children of a prefix from ids in their order, ascending or descending. */
export class ChildrenOf {
  readonly #start: string;
  readonly #isDescending: boolean;
  #head: string | undefined;
  #counts = new Map<string, Count>();
  /** Number of ids that were left out behind an id. */
  readonly #skipped = new Map<string, number>();

  /** @param prefix Prefix whose children are counted; the root by default. */
  constructor(prefix: string | undefined, isDescending: boolean) {
    this.#start = prefix === undefined ? "" : `${prefix}/`;
    this.#isDescending = isDescending;
  }

  /** Notes the number of ids that were left out behind one that is added later: all of them are below its child. */
  noteSkipped(id: string, count: number): void {
    if (count > 0) this.#skipped.set(id, count);
  }

  /** Adds the next id. @returns the children that no later id can belong to. */
  add(id: string): readonly ChildInfo[] {
    if (!id.startsWith(this.#start)) return []; // The prefix itself.
    const end = id.indexOf("/", this.#start.length);
    const segment = id.slice(this.#start.length, end === -1 ? undefined : end);
    const head = headOf(segment);
    const finished = head === this.#head ? [] : this.take();
    this.#head = head;
    const count = this.#counts.get(segment) ?? { isResult: false, count: 0 };
    count.count += 1 + (this.#skipped.get(id) ?? 0);
    this.#skipped.delete(id);
    count.isResult ||= end === -1;
    this.#counts.set(segment, count);
    return finished;
  }

  /** Returns the children that were counted since the last time. */
  take(): readonly ChildInfo[] {
    const counts = this.#counts;
    if (counts.size === 0) return [];
    this.#counts = new Map();
    const segments = [...counts.keys()];
    if (segments.length > 1) sortByCodePoint(segments);
    if (this.#isDescending) segments.reverse();
    return segments.map((segment) => ({ id: this.#start + segment, segment, ...(counts.get(segment) as Count) }));
  }
}
