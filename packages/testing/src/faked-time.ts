import { mock } from "node:test";
import { realTime } from "@results-manager/core/internal";
import { vi } from "vitest";

interface Faking {
  readonly begin: () => void;
  readonly end: () => void;
}

const END_VITEST = (): void => void vi.useRealTimers();

/** Ways to fake time, by name. */
const FAKES: Readonly<Record<string, Faking>> = {
  "vitest's default": { begin: () => vi.useFakeTimers(), end: END_VITEST },
  "everything that vitest can fake": {
    begin: () =>
      vi.useFakeTimers({
        now: 0,
        toFake: [
          "setTimeout",
          "setInterval",
          "setImmediate",
          "clearTimeout",
          "clearInterval",
          "clearImmediate",
          "Date",
          "performance",
          "queueMicrotask",
        ],
      }),
    end: END_VITEST,
  },
  "node:test's default": { begin: () => mock.timers.enable(), end: () => mock.timers.reset() },
};

/** Time after which a task is considered to hang, on any machine. */
const HANGS_MS = 240_000;

/** Names of the ways to fake time. */
export const FAKED_TIMES: readonly string[] = Object.keys(FAKES);

/** Runs a task while timers and dates are faked and no faked timer fires; resolves when the task has ended. */
export async function whileFaked(name: string, work: () => Promise<void>): Promise<void> {
  const { begin, end } = FAKES[name] as Faking;
  begin();
  let timer: NodeJS.Timeout | undefined;
  try {
    const hangs = new Promise<never>((_, reject) => {
      timer = realTime.setTimeout(
        () => reject(new Error(`The task did not end within ${HANGS_MS} ms under ${name}.`)),
        HANGS_MS,
      );
    });
    await Promise.race([work(), hangs]);
  } finally {
    realTime.clearTimeout(timer);
    end();
  }
}
