import { realTime } from "@results-manager/core/internal";
import { type KeyWatch, pause } from "@results-manager/core/storage";
import { LAG_MS } from "../layout/file-times.ts";
import type { WalkContext } from "../walking/folder-walk.ts";
import { WatchedTree } from "./watched-tree.ts";

/** Shortest time in milliseconds between two looks. */
const SHORTEST_PAUSE_MS = 40;
/** While nothing changes, a pause is as many times as long as the look before it, so that many folders take little of a processor. */
const PAUSE_PER_LOOK = 15;

/**
 * Reports the results whose files change. The events of the system alone would not do: some are lost without a sign, and there are none of what
 * other machines write.
 */
export async function watchFolders(context: WalkContext, { prefix, signal, report }: KeyWatch): Promise<void> {
  const tree = new WatchedTree(context, prefix);
  try {
    await tree.look(signal, LAG_MS);
    await realTime.delay(LAG_MS); // Keeps the process alive, since a program may wait for the watch to begin.
    report([]);
    while (!signal.aborted) {
      const start = realTime.elapsed();
      const changed = await tree.look(signal);
      if (changed.length > 0) report(changed);
      const took = realTime.elapsed() - start;
      await pause(Math.max(SHORTEST_PAUSE_MS, took * (changed.length > 0 ? 1 : PAUSE_PER_LOOK)), signal);
    }
  } finally {
    tree.close();
  }
}
