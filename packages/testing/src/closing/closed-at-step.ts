import { realTime } from "@results-manager/core/internal";
import { storageOf } from "../storage-of.ts";

type Method = (...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** Methods of a storage that the faces call and that return a promise. */
const ANSWERED = ["read", "has", "write", "writeTogether", "change", "remove", "wipe", "listKeys"] as const;
/** Turns of the event loop between an answer and its use on a busy machine. */
const SLOW_TURNS = 3;

/** A storage that is closed at one of the steps of the calls made on it. */
export interface ClosedAtStep {
  /** Starts to count steps: the calls made now are accepted. */
  begin(): void;
  /** Number of steps so far. */
  readonly steps: number;
  /** Resolves when the storage is closed; closes it if that step was never reached. */
  closed(): Promise<void>;
}

/**
 * Closes a storage right before step `at`, and simulates a busy machine from then on: turns of the event loop pass between each answer
 * of the storage and its use.
 */
export function closedAtStep(face: object, at: number): ClosedAtStep {
  const storage = storageOf(face);
  const methods = storage as unknown as Methods;
  let steps = -1;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (face as AsyncDisposable)[Symbol.asyncDispose]() as Promise<void>;
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
  const ask = methods.ask as Method;
  methods.ask = (...args) => {
    step();
    return ask.apply(storage, args);
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
