/**
 * Description from which the worker creates a backend, since an instance cannot be sent to it. The worker calls
 * `new module[export](...args, options)`, or `await module[export](...args, options)` where the export is a function.
 */
export interface BackendRecipe {
  /**
   * Name of a package, or path of a file, absolute or beginning with `./`, both resolved from the current folder; or a URL, preferably from
   * `import.meta.resolve`.
   */
  readonly module: string | URL;
  /** Name of the class or function that creates the backend; by default the default export, or the only export that ends in `Backend`. */
  readonly export?: string | undefined;
  /** Arguments before the options: a path, for the backends of this project. */
  readonly args?: readonly unknown[] | undefined;
  /** Options of the backend; a clock is added, so that both threads use the same time. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}
