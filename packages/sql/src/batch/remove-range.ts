import {
  prefixUpperBound,
  type RemovalRange,
  type Space,
  shouldYield,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { PAGE } from "../queries/page.ts";
import { removeBatch } from "./remove-batch.ts";
import type { SqlSession } from "./sql-session.ts";

/**
 * Removes the records of a range with one statement per {@link PAGE} rows; yields the number that each has removed, without expired ones
 * unless the range is of these.
 */
export async function* removeRange(
  session: Pick<SqlSession, "run">,
  space: Space,
  { prefix, startsWith = "", expired = false }: RemovalRange,
  now: number,
): AsyncGenerator<number, void, undefined> {
  if (prefix !== undefined) {
    const removal = { key: prefix, condition: expired ? "expired" : "any" } as const;
    const [removed] = await session.run(space, "write", [removal], removeBatch, now);
    if (removed instanceof Error) throw removed;
    yield removed ? 1 : 0;
  }
  const start = prefix === undefined ? startsWith : `${prefix}/`;
  const ids = { start, before: prefixUpperBound(start) };
  for (const isExpired of expired ? [true] : [false, true]) {
    const statement = isExpired ? "removeExpiredWithin" : "removeLivingWithin";
    for (let removed = PAGE; removed === PAGE; ) {
      removed = await session.run(space, "write", [], (records) => records.removeWithin(statement, ids, now), now);
      yield isExpired && !expired ? 0 : removed;
      if (shouldYield()) await yieldToEventLoop();
    }
  }
}
