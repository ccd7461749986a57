import { untilAborted } from "../../leases/until-aborted.ts";
import { realTime } from "../../time/real-time.ts";

/** Waits, unless the signal is aborted: then no timer is left. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = realTime.setTimeout(resolve, ms);
  });
  await untilAborted(elapsed, signal).finally(() => realTime.clearTimeout(timer));
}
