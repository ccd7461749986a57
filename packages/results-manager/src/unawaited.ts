import { leadingToCaller } from "@results-manager/core/internal";

/** Promise of a store that is being opened. A method that is not found on this type is one of the store: await the promise first. */
export interface Unawaited<Store> extends Promise<Store> {}

/**
 * Makes the promise of an opener say what is wrong where it is used as if it were the store: reading one of the store's members throws,
 * also the one that `await using` reads.
 *
 * @param opened Promise of the store, whose errors get the stack of the awaiting caller.
 * @param opener Name of the function that returns the promise.
 * @param example Instance or prototype with the members of the store.
 * @param fields Members that the example lacks.
 */
export function unawaited<Store>(
  opened: Promise<Store>,
  opener: string,
  example: object,
  fields: readonly string[] = [],
): Unawaited<Store> {
  const opening = leadingToCaller(opened);
  for (const member of [...fields, ...membersOf(example)]) {
    if (member in opening) continue;
    const get = (): never => {
      const name = member === Symbol.asyncDispose ? "'await using'" : `'${String(member)}'`;
      throw new TypeError(`${opener}() returns a promise: await it before ${name}, as in 'await ${opener}(…)'.`);
    };
    Object.defineProperty(opening, member, { get, configurable: true });
  }
  return opening;
}

function membersOf(example: object): PropertyKey[] {
  const parent: unknown = Object.getPrototypeOf(example);
  const own = Reflect.ownKeys(example);
  return parent === null || parent === Object.prototype ? own : [...own, ...membersOf(parent as object)];
}
