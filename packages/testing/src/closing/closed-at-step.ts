import { realTime } from "@results-manager/core";

type Method = (...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** What the faces ask of a storage with a promise for an answer. */
const ANSWERED = ["read", "has", "write", "writeTogether", "change", "remove", "wipe", "listKeys"] as const;
/** How many turns of the event loop a busy machine puts between an answer and what it is for. */
const SLOW_TURNS = 3;

/** A storage that is closed at one of the steps of what it was asked for. */
export interface ClosedAtStep {
  /** From here on steps count: what is asked for now was accepted. */
  begin(): void;
  /** How many steps there were. */
  readonly steps: number;
  /** Resolves when the storage is closed; closes it where it never came so far. */
  closed(): Promise<void>;
}

/**
 * Closes a storage right before its step of that number, and makes the machine a busy one from then on: turns of the event loop pass
 * between each answer of the storage and what comes of it.
 */
export function closedAtStep(storage: object, at: number): ClosedAtStep {
  const methods = storage as Methods;
  let steps = -1;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (methods.close as () => Promise<void>).call(storage);
    return closing;
  };
  const step = (): void => {
    if (steps >= 0 && steps++ === at) void close();
  };
  const slow = async (): Promise<void> => {
    for (let i = 0; closing && i < SLOW_TURNS; i++) await new Promise((resolve) => realTime.setImmediate(resolve));
  };
  for (const name of ANSWERED) {
    const method = methods[name] as Method;
    methods[name] = async (...args) => {
      step();
      try {
        return await method.apply(storage, args);
      } finally {
        await slow();
      }
    };
  }
  const scan = methods.scan as Method;
  methods.scan = async function* (...args) {
    step();
    for await (const page of scan.apply(storage, args) as AsyncIterable<unknown>) {
      await slow();
      yield page;
      step();
    }
    await slow();
  };
  const performOne = methods.performOne as Method;
  methods.performOne = (...args) => {
    step();
    return performOne.apply(storage, args);
  };
  return {
    begin: () => {
      steps = 0;
      step();
    },
    get steps() {
      return steps;
    },
    closed: close,
  };
}
