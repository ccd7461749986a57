/** Wrong words on the command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}
