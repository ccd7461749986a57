import type { Pending, Steps } from "./steps.ts";

/**
 * Runs steps synchronously.
 *
 * @throws {TypeError} when a step is asynchronous.
 */
export function runStepsNow<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.throw(asynchronousError(step.value));
  return step.value;
}

function asynchronousError({ promise, what }: Pending): TypeError {
  promise.then(undefined, () => {}); // The caller gets the TypeError; a later rejection is ignored.
  return new TypeError(
    `${what} is asynchronous, and a synchronous call cannot wait for it. Use AsyncResultsManager instead.`,
  );
}
