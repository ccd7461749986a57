import type { RecordWrite, Space } from "@results-manager/core/storage";
import type { Session } from "../driver/session.ts";
import type { PostgresRecords } from "./postgres-records.ts";
import { rowStatements } from "./row-statements.ts";

/** Writes of one call, regardless of what is stored. */
export interface AtomicGroup {
  readonly space: Space;
  readonly writes: readonly RecordWrite[];
}

/** Writes all groups in one transaction: of several writes of a key, the last one. */
export async function writeGroups(
  session: Session,
  recordsOf: (space: Space) => PostgresRecords,
  groups: readonly AtomicGroup[],
  now: number,
): Promise<void> {
  const bySpace = new Map<Space, Map<string, RecordWrite>>();
  for (const { space, writes } of groups) {
    const last = bySpace.get(space) ?? new Map<string, RecordWrite>();
    for (const write of writes) last.set(write.key, write);
    bySpace.set(space, last);
  }
  const statements = [...bySpace].sort().flatMap(([space, writes]) => {
    const { texts, toNewRow } = recordsOf(space);
    const rows = [...writes.values()].map(({ key, content }) => toNewRow(key, content));
    return rowStatements(texts, "upsert", rows, now);
  });
  await session.transaction(async () => ({ statements, outcome: undefined }));
}
