import type { ScanRange, Space } from "@results-manager/core/storage";
import { KeyScan } from "@results-manager/sql";
import { LATER_PAGE } from "./key-reader.ts";
import type { Spaces } from "./spaces.ts";

/** Yields the keys of a range in pages. The table of the space is made first. */
export async function* scanKeys(
  spaces: Spaces,
  space: Space,
  range: ScanRange,
  now: number,
): AsyncGenerator<readonly string[], void, undefined> {
  await spaces.ready(space);
  const scan = new KeyScan(spaces.keysOf(space), false, range, now, LATER_PAGE);
  while (!scan.isDone) {
    const page = await scan.next();
    if (page.length > 0) yield page;
  }
}
