import type { Awaitable, ScanRange, Space } from "@results-manager/core/storage";
import { KeyScan } from "@results-manager/sql";
import { KeySeek } from "./driver/key-seek.ts";
import type { Session } from "./session.ts";

/** Yields the keys of a range in pages. The table of the space is made first. */
export function* scanKeys(
  session: Session,
  space: Space,
  range: ScanRange,
  now: number,
): Generator<Awaitable<readonly string[]>> {
  const ready = session.ready(space);
  if (ready) yield ready.then(() => []);
  const mayHoldInvalidIds = session.mayHoldInvalidIds(space);
  const scan = seekOf(session, space, range, now) ?? new KeyScan(session.keys(space), mayHoldInvalidIds, range, now);
  while (!scan.isDone) yield session.attempt(() => scan.next());
}

/** Returns a scan that leaves out keys, if the range asks for one and every key is known to be valid. */
function seekOf(session: Session, space: Space, range: ScanRange, now: number): KeySeek | undefined {
  const { next, expired, limit } = range;
  if (!next || expired || limit !== undefined || space !== "results") return undefined;
  const { statements } = session;
  if (session.mayHoldInvalidIds(space)) return undefined;
  return new KeySeek(statements, { ...range, next }, now);
}
