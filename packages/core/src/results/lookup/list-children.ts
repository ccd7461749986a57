import { given } from "../../errors/given.ts";
import { InvalidIdError } from "../../errors/id-errors.ts";
import { compareCodePoints } from "../../ids/compare-code-points.ts";
import type { ResultId } from "../../ids/result-id.ts";
import { checkOptions } from "../../options/check-options.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { CHILDREN_OPTIONS } from "../option-names.ts";
import { checkLimit, checkOrder, parsePrefix } from "../parse-range.ts";
import { ChildrenOf, headOf } from "./children-of.ts";
import type { ChildrenOptions, ListedChild } from "./entry-options.ts";
import { type IdRange, scanIds } from "./scan-ids.ts";

/** The character after `/`: all ids with a beginning `h` and a segment of the same head are before `h0`. */
const AFTER_SLASH = "0";
/** Suffix that makes the immediate successor of an id. */
const LEAST = "\0";

/** Implements `AsyncResultsLookup.children`. */
export async function* listChildren(
  access: StorageAccess,
  prefix: ResultId | undefined,
  options: ChildrenOptions = {},
): AsyncGenerator<readonly ListedChild<boolean>[], void, undefined> {
  checkOptions(options, CHILDREN_OPTIONS, "children");
  const { counts = true, signal } = options;
  if (typeof counts !== "boolean") throw new TypeError(`counts must be true or false, got ${given(counts)}.`);
  const parent = parsePrefix(prefix);
  const isDescending = checkOrder(options.order);
  const after = segmentAfter(parent, options.after);
  const direction = isDescending ? -1 : 1;
  let left = checkLimit(options.limit) ?? Number.POSITIVE_INFINITY;
  const children = new ChildrenOf(parent, isDescending);
  const noteSkipped = counts ? (id: string, count: number) => children.noteSkipped(id, count) : undefined;
  const range = { prefix: parent, after: boundOf(parent, after, isDescending), isDescending };
  for await (const page of counted(access, { ...range, next: nextOf(parent), noteSkipped }, children, signal)) {
    const behind =
      after === undefined ? page : page.filter((child) => direction * compareCodePoints(child.segment, after) > 0);
    const listed = behind.length > left ? behind.slice(0, left) : behind;
    left -= listed.length;
    if (listed.length > 0) yield counts ? listed : listed.map(({ count, ...child }) => child);
    if (left === 0) return;
  }
}

/** Makes the function that leads from an id behind the ids below the same child. Those of other children may follow the child itself. */
function nextOf(parent: string | undefined): (id: string) => string {
  const start = parent === undefined ? "" : `${parent}/`;
  return (id) => {
    const end = id.indexOf("/", start.length);
    return end === -1 ? id + LEAST : id.slice(0, end) + AFTER_SLASH;
  };
}

/** Yields the children of which all ids have been read. */
async function* counted(
  access: StorageAccess,
  range: IdRange,
  children: ChildrenOf,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ListedChild<true>[], void, undefined> {
  signal?.throwIfAborted();
  for await (const page of access.listing(scanIds(access.storage, range))) {
    signal?.throwIfAborted();
    const finished: ListedChild<true>[] = [];
    for (const id of page) {
      finished.push(...children.add(id));
      if (shouldYield()) await yieldToEventLoop();
    }
    yield finished;
  }
  yield children.take();
}

/** Returns the segment that a listing continues after. @throws {InvalidIdError} `INVALID_ID` for an id that is no child of the prefix. */
function segmentAfter(parent: string | undefined, after: ResultId | undefined): string | undefined {
  const id = parsePrefix(after);
  if (id === undefined || !id.includes("/")) return id;
  const start = parent === undefined ? "" : `${parent}/`;
  const segment = id.slice(start.length);
  if (id.startsWith(start) && !segment.includes("/")) return segment;
  throw new InvalidIdError(id, `it is no child of '${parent ?? ""}': 'after' takes a segment, or the id of a child`);
}

/** Bound of the ids behind a segment: those of its head are read again, since they are not in the order of the segments. */
function boundOf(parent: string | undefined, segment: string | undefined, isDescending: boolean): string | undefined {
  if (segment === undefined) return undefined;
  const head = parent === undefined ? headOf(segment) : `${parent}/${headOf(segment)}`;
  return isDescending ? head + AFTER_SLASH : head;
}
