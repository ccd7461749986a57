/** Lag of times that are kept in nanoseconds: the kernel takes them from its last tick. */
export const LAG_MS = 25;
/** exFAT and FAT keep whole seconds, some of them only even ones. */
const COARSE_LAG_MS = 2500;
/** Coarse times are multiples of this. A fine one is so once in ten million times, and is taken for coarse, which costs waiting only. */
const COARSE_MS = 10;

/** Returns the time, in milliseconds, by which a time of a file may lie before the moment that it stands for. */
export function timeLag(timeMs: number): number {
  return timeMs % COARSE_MS === 0 ? COARSE_LAG_MS : LAG_MS;
}
