/** A value is of a type of Python that has no counterpart here. */
export class UnknownType extends Error {
  override readonly name = "UnknownType";
  /** Name of the type. */
  readonly type: string;

  constructor(type: string, path: string) {
    super(`'${path}' is of the type '${type}'`);
    this.type = type;
  }
}
