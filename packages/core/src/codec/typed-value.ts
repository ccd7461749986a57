/** Instance of a registered type in encoded form, used for digests and storage. It must not be changed. */
export class TypedValue {
  readonly name: string;
  /** Encoded value: plain data and further {@link TypedValue}s. */
  readonly data: unknown;
  /** Digest that the type computes itself; absent if the digest is computed from the data. */
  readonly own: string | undefined;

  constructor(name: string, data: unknown, own: string | undefined) {
    this.name = name;
    this.data = data;
    this.own = own;
  }
}
