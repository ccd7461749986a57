/**
 * Time since the machine was started, in milliseconds, which all processes see alike. That of `performance` is not: the origin of a process that
 * is interrupted while it starts is wrong by as much.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
