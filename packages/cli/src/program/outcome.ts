/** The user interrupted the command. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** The program that reads the output has ended, as `head` does when it has enough. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}
