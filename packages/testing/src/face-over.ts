/**
 * Returns a class that makes faces over storages of a class, with the arguments of the storage.
 *
 * @example
 * ```ts
 * const Values = faceOver(ValuesFace, DestructuringMixin(MemoryStorage));
 * await using values = new Values({ registry });
 * ```
 */
export function faceOver<F extends object, A extends unknown[], S>(
  Face: new (storage: never) => F,
  Storage: new (...args: A) => S,
): new (
  ...args: A
) => F & { readonly storage: S } {
  const Made = Face as unknown as new (storage: S) => F & { readonly storage: S };
  return class {
    constructor(...args: A) {
      // biome-ignore lint/correctness/noConstructorReturn: the class stands for one whose constructor takes these arguments.
      return new Made(new Storage(...args));
    }
  } as unknown as new (
    ...args: A
  ) => F & { readonly storage: S };
}
