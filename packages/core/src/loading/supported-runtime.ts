/**
 * Refuses a runtime that is too old, when the first store is opened: otherwise a call would fail where a function is missing.
 *
 * @throws {Error} naming the version that is needed, and the one that runs.
 */
export function assertSupportedRuntime(): void {
  if (typeof Promise.withResolvers === "function") return;
  throw new Error(
    `results-manager needs Node 22.13 or later, but this is Node ${process.versions.node}. Install a newer version.`,
  );
}
