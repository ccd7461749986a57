const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Error of a program that was stopped by a signal. */
export class StoppedError extends Error {
  /** Exit code of the program, as shells expect it. */
  readonly exitCode: number;

  constructor(name: keyof typeof SIGNALS) {
    super(`Stopped by ${name}. Nothing is lost: run it again to finish.`);
    this.name = "StoppedError";
    this.exitCode = SIGNALS[name];
  }
}

/** Aborted, with a {@link StoppedError}, by the first Ctrl-C or SIGTERM; the second ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new StoppedError(name)));
  }
  return controller.signal;
}
