import type { Pending, Steps } from "./steps.ts";

/**
 * Carries out work in steps at once.
 *
 * @throws {TypeError} where it would have to wait: what is asynchronous cannot be waited for.
 */
export function runStepsNow<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.throw(refusal(step.value));
  return step.value;
}

function refusal({ promise, what }: Pending): TypeError {
  promise.then(undefined, () => {}); // The caller is told to use another way; this outcome is nobody's.
  return new TypeError(`${what} is asynchronous, and nothing can wait for it here. Use AsyncResultsManager for it.`);
}
