import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const MAX_BYTES = 24 * 2 ** 20;
let isLimited = false;

/**
 * Keeps the space for new objects from growing beyond some 32 MiB; called now and then. Without a limit it grows to 128 MiB under a stream of
 * records, which is no faster, since it exceeds the cache of the CPU.
 */
export function limitYoungGeneration(): void {
  if (isLimited) return;
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  isLimited = space === undefined || space.space_size >= MAX_BYTES;
  if (isLimited) setFlagsFromString("--semi-space-growth-factor=1");
}
