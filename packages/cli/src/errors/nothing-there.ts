/** Nothing is where the user looked for it. */
export class NothingThere extends Error {
  override readonly name = "NothingThere";
  readonly code = "NOT_FOUND";
}
