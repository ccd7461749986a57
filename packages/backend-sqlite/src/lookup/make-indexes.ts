import type { IndexedModel } from "@results-manager/core/storage";
import type { Connection } from "../driver/connection.ts";
import { MEMORY } from "../driver/open-file.ts";
import { kyselyOver } from "../driver/set-up.ts";
import type { SpaceParts } from "../driver/space.ts";
import { runInThread } from "../driver/statement-thread.ts";
import { compileIndex, nameOfIndex } from "./index-columns.ts";

/** Number of rows up to which an index is made at once: that takes a few milliseconds. */
const FEW_ROWS = 2_000;

/** Parts of a store that the making of indexes needs. */
export interface IndexParts extends SpaceParts {
  readonly connection: Connection;
}

/**
 * Makes the indexes of a model that the database lacks. In a large one a separate thread does so, and writers wait, those of other processes up
 * to their `busyTimeoutMs`.
 */
export async function makeIndexes(parts: IndexParts, { name, indexes }: IndexedModel): Promise<void> {
  const { path, options, connection, maintain, alone } = parts;
  // SQLite's text of a statement ends at NUL.
  if (options.readOnly || name.includes("\0")) return;
  const db = kyselyOver(connection);
  const exists = "select 1 from sqlite_master where type = 'index' and name = ?";
  const missing = await alone(() =>
    maintain((database) => indexes.filter((each) => !database.prepare(exists).get(nameOfIndex(name, each)))),
  );
  if (missing.length === 0) return;
  const statements = missing.map((each) => compileIndex(db, name, each));
  const rows = `select count(*) as "rows" from (select 1 from results limit ${FEW_ROWS + 1})`;
  await alone(async () => {
    const isSmall = await maintain((database) => {
      const { rows: count } = database.prepare(rows).get() as { readonly rows: number };
      return path === MEMORY || count <= FEW_ROWS;
    });
    if (!isSmall) await runInThread({ path, timeoutMs: options.busyTimeoutMs, statements });
    else await maintain((database) => statements.forEach((statement) => void database.exec(statement)));
  });
}
