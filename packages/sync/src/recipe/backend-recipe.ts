/**
 * How the worker opens a backend: an instance cannot go there. It becomes `new module[export](...args, options)`, or
 * `await module[export](...args, options)` where that is a function.
 */
export interface BackendRecipe {
  /**
   * The name of a package, or the path of a file from `./` or absolute, both looked up from the current folder; or a URL, best from
   * `import.meta.resolve`.
   */
  readonly module: string | URL;
  /** What makes the backend: a class, or a function. The default export, or the only one that ends in `Backend`, unless given. */
  readonly export?: string | undefined;
  /** What it takes before its options: a path, for the backends of this project. */
  readonly args?: readonly unknown[] | undefined;
  /** Its options; a clock is added, so that both threads go by the same time. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}
