/** State by name. The number grows when a later release can no longer share the state of this one. */
const STATE: unique symbol = Symbol.for("@results-manager/core/models/1");

/**
 * Returns state that all copies of this module in a thread share: a bundler may include it twice, and a test or a development server may
 * evaluate it again.
 */
export function shared<T>(name: string, create: () => T): T {
  const host = globalThis as { [STATE]?: Map<string, unknown> };
  if (!host[STATE]) Object.defineProperty(host, STATE, { value: new Map<string, unknown>() });
  const state = host[STATE] as Map<string, unknown>;
  if (!state.has(name)) state.set(name, create());
  return state.get(name) as T;
}
