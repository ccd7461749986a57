import type { IndexedModel } from "@results-manager/core/storage";
import { MEMORY } from "../driver/open-file.ts";
import type { SpaceParts } from "../driver/space.ts";
import { runInThread } from "../driver/statement-thread.ts";

/** Number of rows up to which an index is made at once: that takes a few milliseconds. */
const FEW_ROWS = 2_000;

/**
 * Makes the indexes of a model that the database lacks. In a large one a separate thread does so, and writers wait, those of other processes up
 * to their `busyTimeoutMs`.
 */
export async function makeIndexes(parts: SpaceParts, { name, indexes }: IndexedModel): Promise<void> {
  const { path, options, maintain, alone } = parts;
  // SQLite's text of a statement ends at NUL.
  if (options.readOnly || name.includes("\0")) return;
  const { compileIndex, nameOfIndex } = await import("./index-columns.ts");
  const exists = "select 1 from sqlite_master where type = 'index' and name = ?";
  const missing = await alone(() =>
    maintain((database) => indexes.filter((each) => !database.prepare(exists).get(nameOfIndex(name, each)))),
  );
  if (missing.length === 0) return;
  const statements = missing.map((each) => compileIndex(name, each));
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
