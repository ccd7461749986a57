import { prefixUpperBound, type RemovalRange, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { PAGE } from "@results-manager/sql";
import type { Session } from "../driver/session.ts";
import { encodeText } from "./nul-free.ts";
import type { PostgresRecords } from "./postgres-records.ts";

/**
 * Removes the records of a range with one statement per {@link PAGE} rows; yields the number that each has removed, without expired ones
 * unless the range is of these.
 */
export async function* removeRange(
  session: Session,
  records: PostgresRecords,
  { prefix, startsWith = "", expired = false }: RemovalRange,
  now: number,
): AsyncGenerator<number, void, undefined> {
  if (prefix !== undefined) {
    const [removed] = await records.remove([{ key: prefix, condition: expired ? "expired" : "any" }], now);
    if (removed instanceof Error) throw removed;
    yield removed ? 1 : 0;
  }
  const start = prefix === undefined ? startsWith : `${prefix}/`;
  const before = prefixUpperBound(start);
  const bounds = [encodeText(start), before === undefined ? null : encodeText(before), now];
  for (const isExpired of expired ? [true] : [false, true]) {
    for (let removed = PAGE; removed === PAGE; ) {
      removed = await session.transaction(async (run) => {
        const { rowCount } = await run(records.texts.of("removeWithin", PAGE), [...bounds, isExpired]);
        return { statements: [], outcome: rowCount ?? 0 };
      });
      yield isExpired && !expired ? 0 : removed;
      if (shouldYield()) await yieldToEventLoop();
    }
  }
}
